using MessageSync.Simulation.Tests.Machine;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;

namespace MessageSync.Simulation.Tests.Faults;

/// <summary>The way of one process to the store, which has weather.</summary>
internal sealed class FaultyStore(InMemoryStore store, Weather weather, Context network, Ledger ledger, Random random)
    : IStore, IStoreOpener
{
    private readonly List<InMemoryWriter> _writers = [];

    public ITimelineStore Timelines { get; } = new FaultyTimelines(store.Timelines, weather);

    public IInboxStore Inboxes { get; } = new FaultyInboxes(store.Inboxes, weather);

    public IDirectoryStore Directory { get; } = new FaultyDirectory(store.Directory, weather);

    public IStoreSettings Settings => store.Settings;

    public async Task<IStore> OpenAsync(CancellationToken ct) => await weather.ReadAsync(() => Task.FromResult(this));

    public IStoreWriter OpenWriter()
    {
        var writer = store.OpenWriter();
        _writers.Add(writer);
        return new FaultyWriter(writer, weather, network, ledger, random);
    }

    /// <summary>The process is dead: what it handed in may still arrive.</summary>
    public void Abandon()
    {
        foreach (var writer in _writers) writer.Abandon();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
