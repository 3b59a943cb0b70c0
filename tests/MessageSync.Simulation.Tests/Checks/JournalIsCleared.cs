using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I2: what everybody has is dropped from the journal; the newest row of a writer may say so later.</summary>
internal sealed class JournalIsCleared : IEveningCheck
{
    public Task CheckAsync(Town town)
    {
        SimulationFailure.Unless(town.Ledger.Journal.Count == 0, "I2",
            () => $"Still in the journal: {string.Join(' ', town.Ledger.Journal)}.");
        return Task.CompletedTask;
    }
}
