using MessageSync.Simulation.Tests.Stores;

namespace MessageSync.Simulation.Tests;

/// <summary>A handful of seeds over SQLite: the same people, the same weather, the same checks.</summary>
public sealed class SqliteSeedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(18)]
    public async Task The_contract_holds_over_sqlite_too(int seed)
    {
        await using var store = SqliteTownStore.Make();

        Assert.NotEmpty(Simulation.Run(seed, store));
    }
}
