namespace MessageSync.Simulation.Tests;

/// <summary>
/// Goal: every line of the contract holds whatever people do and whatever goes wrong.
/// Method: one day of a small town per seed, on fake time and one thread, checked against what the store took. A failure
/// prints its seed and what happened; <c>SEED=n</c> replays one, <c>SEEDS=n</c> runs that many.
/// </summary>
public sealed class SimulationTests
{
    private static readonly string? s_seed = Environment.GetEnvironmentVariable("SEED");
    private static readonly string? s_seeds = Environment.GetEnvironmentVariable("SEEDS");

    public static TheoryData<int> Seeds() => s_seed is not null
        ? [int.Parse(s_seed, System.Globalization.CultureInfo.InvariantCulture)]
        : [.. Enumerable.Range(1, s_seeds is null ? 200 : int.Parse(s_seeds, System.Globalization.CultureInfo.InvariantCulture))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_contract_holds_whatever_goes_wrong(int seed) => Simulation.Run(seed);
}
