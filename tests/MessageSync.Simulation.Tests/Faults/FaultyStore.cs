using MessageSync.Simulation.Tests.Machine;
using MessageSync.Simulation.Tests.Stores;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Storage;

namespace MessageSync.Simulation.Tests.Faults;

/// <summary>The way of one process to the store, which has weather.</summary>
internal sealed class FaultyStore(TownStore town, Weather weather, Context network, Ledger ledger, Random random)
    : IStore, IStoreOpener
{
    private readonly List<IStoreWriter> _writers = [];

    public ITimelineStore Timelines { get; } = new FaultyTimelines(town.Store.Timelines, weather);

    public IInboxStore Inboxes { get; } = new FaultyInboxes(town.Store.Inboxes, weather);

    public IDirectoryStore Directory { get; } = new FaultyDirectory(town.Store.Directory, weather);

    public IStoreSettings Settings { get; } = new FaultySettings(town.Store.Settings, weather);

    public IStoreCheck Check => town.Store.Check;

    public async Task<IStore> OpenAsync(CancellationToken ct) => await weather.ReadAsync(() => Task.FromResult(this));

    public IStoreWriter OpenWriter()
    {
        var writer = town.Store.OpenWriter();
        _writers.Add(writer);
        ledger.NameWriter(writer.Id);
        return new FaultyWriter(writer, weather, network, ledger, random);
    }

    /// <summary>The process is dead: what it handed in may still arrive.</summary>
    public void Abandon()
    {
        foreach (var writer in _writers) town.Abandon(writer);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
