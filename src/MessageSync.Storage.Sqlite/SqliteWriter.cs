using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Sqlite.Writes;

namespace MessageSync.Storage.Sqlite;

/// <summary>One writer of the file. All writers of a store share its one writing thread.</summary>
/// <param name="id">Its name in the journal.</param>
/// <param name="queue">Of the writing thread.</param>
/// <param name="batches">What that thread stores with.</param>
/// <param name="ended">Called once when it is disposed of.</param>
internal sealed class SqliteWriter(string id, WorkQueue queue, Batch batches, Action<string> ended) : IStoreWriter
{
    private volatile bool _disposed;

    public string Id => id;

    public Task<IReadOnlyList<WriteOutcome>> CommitAsync(
        long batch, IReadOnlyList<StoreWrite> writes, CancellationToken ct) =>
        RunAsync(() => batches.Store(new(id, batch), writes), ct);

    public Task<JournalRow?> FenceAsync(long batch, CancellationToken ct) =>
        RunAsync(() => batches.Fence(new(id, batch)), ct, proves: false);

    public Task<LeftBehind> TakeOverAsync(CancellationToken ct) => RunAsync(batches.TakeOver.Run, ct);

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        ended(id);
        return ValueTask.CompletedTask;
    }

    // A row of the journal may find room where a batch does not.
    private Task<T> RunAsync<T>(Func<T> work, CancellationToken ct, bool proves = true)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return queue.RunAsync(_ => work(), ct, proves);
    }
}
