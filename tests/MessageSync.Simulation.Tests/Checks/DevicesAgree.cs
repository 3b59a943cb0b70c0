using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I6: every device holds exactly what its user sees, however it came there.</summary>
internal sealed class DevicesAgree : IEveningCheck
{
    public Task CheckAsync(Town town)
    {
        foreach (var device in town.Devices)
            foreach (var log in town.Ledger.Conversations)
            {
                var visible = log.VisibleTo(device.User);
                var held = device.Held.GetValueOrDefault(log.Id);
                IEnumerable<long> seqs = held is null ? [] : held.Messages.Keys;
                SimulationFailure.Unless(visible.SetEquals(seqs), "I6",
                    () => $"{device.Name} holds [{string.Join(',', seqs)}] of {log.Id} and sees [{string.Join(',', visible)}].");
                if (log.StaysOf(device.User) is not [.., var stay]) continue;

                var title = log.TitleAt(stay.Left ?? log.Changes.Count);
                SimulationFailure.Unless(held is not null && held.Title == title, "I6",
                    () => $"{device.Name} knows {log.Id} as {held?.Title}, not {title}.");
            }
        return Task.CompletedTask;
    }
}
