using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I4: from every position there is, a reset exactly when something after it is gone.</summary>
internal sealed class ResetsAreExact : IEveningCheck
{
    public async Task CheckAsync(Town town)
    {
        foreach (var phone in town.Phones.DistinctBy(phone => phone.User))
        {
            var log = town.Ledger.InboxOf(phone.User);
            var sight = new Sight(town, phone.User);
            for (var position = 0L; position <= log.Head; position += Math.Max(1, log.Head / 40))
            {
                var cursor = new InboxCursor(town.Epoch, new(position)).Text(phone.User);
                var reply = (await phone.Ask.SyncAsync(new() { Cursor = cursor, Limit = 1000 })).Value!;
                var got = reply.Entries.Count;
                var all = log.Unmerged.Count(entry => entry.Seq.Value > position && sight.Shows(entry));
                SimulationFailure.Unless(reply.Reset is not null || got == all, "I4",
                    () => $"{phone.User} at {position}: {got} of {all} entries and no reset.");
                SimulationFailure.Unless(reply.Reset is null || got < all || log.HasMerged || log.Unmerged.Any(entry => !sight.Shows(entry)), "I4",
                    () => $"{phone.User} at {position}: reset, though nothing after it is gone.");
            }
        }
    }
}
