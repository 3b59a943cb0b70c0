namespace MessageSync.Simulation.Tests;

/// <summary>A line of the contract does not hold.</summary>
internal sealed class SimulationFailure(string line, string what) : Exception($"{line}: {what}")
{
    /// <summary>Fails with a line of the contract unless it holds.</summary>
    public static void Unless(bool holds, string line, Func<string> what)
    {
        if (!holds) throw new SimulationFailure(line, what());
    }
}
