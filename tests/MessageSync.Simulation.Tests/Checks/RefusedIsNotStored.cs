using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>S3, and the wire's promise: a request that was refused has stored nothing.</summary>
internal sealed class RefusedIsNotStored : IEveningCheck
{
    public Task CheckAsync(Town town)
    {
        foreach (var (conversation, sender, key, sent) in town.Answers.Sends)
        {
            if (sent.Seq is not null || sent.Unknown > 0) continue;

            var stored = town.Ledger.Find(conversation)?.Messages.Find(one => one.Sender == sender && one.SendKey == key);
            SimulationFailure.Unless(stored is null, "S3", () => $"{key} of {sender} was refused; stored is {stored}.");
        }
        return Task.CompletedTask;
    }
}
