using Xunit.Abstractions;

namespace MessageSync.Simulation.Tests;

/// <summary>
/// Goal: every line of the contract holds whatever people do and whatever goes wrong.
/// Method: one day of a small town per seed, on fake time and one thread, checked against what the store took. A failure
/// prints its seed and what happened. Two halves, so that two cores have something to do.
/// </summary>
public sealed class FirstHalfOfTheSeedsTests(ITestOutputHelper output)
{
    public static TheoryData<int> Mine => [.. Seeds.Half(seed => seed % 4 is 0 or 1)];

    [Theory]
    [MemberData(nameof(Mine))]
    [Trait("Trap", "T1 T2 T4 T5 T7 T9 T12 T13 T14 T15 T16 T17 T18 T19 T20 T22 T23 T25 T27 T30 T31 T32 T33 T34 T35")]
    public void The_contract_holds_whatever_goes_wrong(int seed) => Seeds.Tell(output, seed, Simulation.Run(seed));
}

/// <inheritdoc cref="FirstHalfOfTheSeedsTests"/>
public sealed class SecondHalfOfTheSeedsTests(ITestOutputHelper output)
{
    public static TheoryData<int> Mine => [.. Seeds.Half(seed => seed % 4 is 2 or 3)];

    [Theory]
    [MemberData(nameof(Mine))]
    [Trait("Trap", "T1 T2 T4 T5 T7 T9 T12 T13 T14 T15 T16 T17 T18 T19 T20 T22 T23 T25 T27 T30 T31 T32 T33 T34 T35")]
    public void The_contract_holds_whatever_goes_wrong(int seed) => Seeds.Tell(output, seed, Simulation.Run(seed));
}
