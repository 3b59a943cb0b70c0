using MessageSync.Orleans.Tests.Support;
using MessageSync.Silo.Orleans.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace MessageSync.Orleans.Tests;

/// <summary>Grain storage for the grains that a backend adds, in the tables and with the queries that the silo makes.</summary>
public sealed class GrainStorageTests
{
    [Fact]
    public async Task A_grain_of_the_backend_finds_its_state_again_until_it_clears_it()
    {
        var connection = await TestDatabase.NewAsync();
        await using var cluster = await Cluster.StartAsync(1, more: silo =>
        {
            silo.Services.AddPostgresStore(store => store.ConnectionString = connection);
            silo.AddClusterTables();
        });
        var grain = cluster.Testing.Client.GetGrain<ICounterGrain>("visits");
        await grain.AddAsync();
        await grain.AddAsync();
        await grain.ForgetAsync();

        var found = await grain.ReadAsync();
        await grain.ClearAsync();
        await grain.ForgetAsync();
        var cleared = await grain.ReadAsync();
        await grain.AddAsync();

        Assert.Equal((2, 0, 1), (found, cleared, await grain.ReadAsync()));
    }

    [Fact]
    public async Task Of_two_who_write_upon_the_same_state_one_is_refused()
    {
        var connection = await TestDatabase.NewAsync();
        await using var cluster = await Cluster.StartAsync(1, more: silo =>
        {
            silo.Services.AddPostgresStore(store => store.ConnectionString = connection);
            silo.AddClusterTables();
        });
        var storage = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainStorage>();
        var id = GrainId.Create("counter", "one");
        var (first, second) = (new GrainState<CounterState>(new()), new GrainState<CounterState>(new()));
        await storage.ReadStateAsync("counter", id, first);
        await storage.ReadStateAsync("counter", id, second);

        await storage.WriteStateAsync("counter", id, first);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("counter", id, second));
    }
}

/// <summary>A grain as a backend might have.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    Task AddAsync();

    Task<int> ReadAsync();

    Task ClearAsync();

    /// <summary>Leaves memory.</summary>
    Task ForgetAsync();
}

[GenerateSerializer]
public sealed class CounterState
{
    [Id(0)] public int Count { get; set; }
}

public sealed class CounterGrain([PersistentState("counter")] IPersistentState<CounterState> state) : Grain, ICounterGrain
{
    public Task AddAsync()
    {
        state.State.Count++;
        return state.WriteStateAsync();
    }

    public Task<int> ReadAsync() => Task.FromResult(state.State.Count);

    public Task ClearAsync() => state.ClearStateAsync();

    public Task ForgetAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
