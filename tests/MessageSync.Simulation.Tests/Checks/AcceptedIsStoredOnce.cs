using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T1, T3: what was acknowledged is there, under its number, once.</summary>
internal sealed class AcceptedIsStoredOnce : IEveningCheck
{
    public Task CheckAsync(Town town)
    {
        foreach (var log in town.Ledger.Conversations)
            foreach (var twice in log.Messages.GroupBy(message => (message.Sender, message.SendKey)).Where(same => same.Count() > 1))
                throw new SimulationFailure("T3", $"{twice.Key} is in {log.Id} {twice.Count()} times.");
        foreach (var (conversation, sender, key, sent) in town.Answers.Sends)
        {
            if (sent.Seq is not { } seq) continue;

            var stored = town.Ledger.Find(conversation)!.Messages[(int)seq - 1];
            SimulationFailure.Unless(stored.Sender == sender && stored.SendKey == key, "T1",
                () => $"{key} of {sender} was acknowledged as {seq} of {conversation}; there is {stored}.");
        }
        return Task.CompletedTask;
    }
}
