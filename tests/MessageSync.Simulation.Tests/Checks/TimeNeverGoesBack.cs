using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T2: <c>sentAt</c> never decreases, whatever the clock does.</summary>
internal sealed class TimeNeverGoesBack : IEveningCheck
{
    public Task CheckAsync(Town town)
    {
        foreach (var log in town.Ledger.Conversations)
            foreach (var (one, next) in log.Messages.Zip(log.Messages.Skip(1)))
                SimulationFailure.Unless(one.At <= next.At, "T2", () => $"{log.Id}: {next.Seq} was sent before {one.Seq}.");
        return Task.CompletedTask;
    }
}
