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
    [Trait("Trap", Seeds.Traps)]
    public void The_contract_holds_whatever_goes_wrong(int seed) => Seeds.Tell(output, seed, Simulation.Run(seed));
}

/// <inheritdoc cref="FirstHalfOfTheSeedsTests"/>
public sealed class SecondHalfOfTheSeedsTests(ITestOutputHelper output)
{
    public static TheoryData<int> Mine => [.. Seeds.Half(seed => seed % 4 is 2 or 3)];

    [Theory]
    [MemberData(nameof(Mine))]
    [Trait("Trap", Seeds.Traps)]
    public void The_contract_holds_whatever_goes_wrong(int seed) => Seeds.Tell(output, seed, Simulation.Run(seed));
}
