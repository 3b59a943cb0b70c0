using MessageSync.Storage;
using MessageSync.Storage.InMemory;

namespace MessageSync.Conformance;

/// <summary>The reference under test: its data outlives its writers, so a restart is just the end of those.</summary>
public sealed class InMemoryTestStore : TestStore
{
    private readonly InMemoryStore _store = new();
    private readonly List<InMemoryWriter> _writers = [];

    /// <inheritdoc/>
    public override ITimelineStore Timelines => _store.Timelines;

    /// <inheritdoc/>
    public override IInboxStore Inboxes => _store.Inboxes;

    /// <inheritdoc/>
    public override IDirectoryStore Directory => _store.Directory;

    /// <inheritdoc/>
    public override IStoreSettings Settings => _store.Settings;

    /// <inheritdoc/>
    public override Task<IStoreWriter> OpenWriterAsync()
    {
        var writer = _store.OpenWriter();
        _writers.Add(writer);
        return Task.FromResult<IStoreWriter>(writer);
    }

    /// <inheritdoc/>
    public override async Task RestartAsync()
    {
        foreach (var writer in _writers) await writer.DisposeAsync();
        _writers.Clear();
    }

    /// <inheritdoc/>
    public override Task CrashAsync()
    {
        foreach (var writer in _writers) writer.Abandon();
        _writers.Clear();
        return Task.CompletedTask;
    }
}
