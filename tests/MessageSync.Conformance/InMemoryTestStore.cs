using MessageSync.Storage;
using MessageSync.Storage.InMemory;

namespace MessageSync.Conformance;

/// <summary>The reference under test: its data outlives its writers, so an end is just the end of those.</summary>
public sealed class InMemoryTestStore : TestStore
{
    /// <inheritdoc/>
    protected override IStore Opened { get; } = new InMemoryStore();

    /// <inheritdoc/>
    protected override Task ReopenAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task DieAsync(IReadOnlyList<IStoreWriter> writers)
    {
        foreach (var writer in writers.Cast<InMemoryWriter>()) writer.Abandon();
        return Task.CompletedTask;
    }
}
