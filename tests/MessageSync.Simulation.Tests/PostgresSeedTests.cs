using MessageSync.Simulation.Tests.Stores;

namespace MessageSync.Simulation.Tests;

/// <summary>A handful of seeds over PostgreSQL: the same people, the same weather, the same checks.</summary>
public sealed class PostgresSeedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task The_contract_holds_over_postgresql_too(int seed)
    {
        await using var store = PostgresTownStore.Make();

        Assert.NotEmpty(Simulation.Run(seed, store));
    }
}
