using MessageSync.FanOut;

namespace MessageSync.Storage.InMemory;

/// <summary>A writer of an <see cref="InMemoryStore"/>.</summary>
public sealed class InMemoryWriter : IStoreWriter
{
    private readonly InMemoryStore _store;
    private bool _disposed;

    internal InMemoryWriter(InMemoryStore store, string id) => (_store, Id) = (store, id);

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The batch, or the writer, is fenced. Nothing was stored.</exception>
    public Task<IReadOnlyList<WriteOutcome>> CommitAsync(
        long batch, IReadOnlyList<StoreWrite> writes, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(_store.Change(Id, state => state.Commit(new(Id, batch), writes)));
    }

    /// <inheritdoc/>
    public Task<JournalRow?> FenceAsync(long batch, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(_store.Change(Id, state =>
        {
            var (journal, stored) = state.JournalOf(Id).Fence(batch);
            return (state.With(journal), stored);
        }));
    }

    /// <inheritdoc/>
    public Task<LeftBehind> TakeOverAsync(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(_store.TakeOver());
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Announcement>> ReadOthersAsync(ConversationId conversation, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Announcement>>(
            [.. _store.State.Journals.Values.Where(journal => journal.Writer != Id)
                .SelectMany(journal => journal.Rows).SelectMany(row => row.Runs)
                .Where(run => run.Conversation == conversation).SelectMany(run => run.Announcements)
                .OrderBy(announcement => announcement.Change)]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Lag>> ReadLagsAsync(ConversationId conversation, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Lag>>(
            [.. _store.State.Lags.Values.Where(lag => lag.Conversation == conversation).OrderBy(lag => lag.No)]);

    /// <summary>The writer dies as its process would: whoever takes over fences it. Until then a commit of it may still
    /// arrive.</summary>
    public void Abandon() => _store.Close(Id);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        _store.Close(Id);
        return ValueTask.CompletedTask;
    }
}
