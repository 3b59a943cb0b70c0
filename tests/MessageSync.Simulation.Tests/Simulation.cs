using MessageSync.Simulation.Tests.Stores;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests;

/// <summary>Runs seeds.</summary>
internal static class Simulation
{
    private const int LinesShown = 5000;

    /// <summary>Lives through the day of one seed.</summary>
    /// <param name="seed">Draws everything.</param>
    /// <param name="store">What the town lives on, empty; null for memory. Not disposed of.</param>
    /// <param name="withStreams">False for a day as it was before there were streams.</param>
    /// <returns>What happened.</returns>
    /// <exception cref="SimulationFailedException">Something does not hold; the message tells seed and story.</exception>
    public static IReadOnlyList<string> Run(int seed, TownStore? store = null, bool withStreams = true)
    {
        var day = new Day(seed, store ?? new InMemoryTownStore(), withStreams);
        try
        {
            day.Run();
            return day.Town.Trace.Lines;
        }
        catch (Exception failure)
        {
            throw new SimulationFailedException(seed, failure, day.Town.Trace.Lines.TakeLast(LinesShown));
        }
    }
}

/// <summary>A seed failed.</summary>
internal sealed class SimulationFailedException(int seed, Exception failure, IEnumerable<string> trace) : Exception(
    $"Seed {seed}: {failure.Message}\n{string.Join('\n', trace)}\nSeed {seed}: {failure.Message}", failure);
