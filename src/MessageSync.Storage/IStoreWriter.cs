using MessageSync.FanOut;

namespace MessageSync.Storage;

/// <summary>
/// One writer of the store, with a journal of its own. One batch is under way at a time. Every implementation passes
/// <c>StoreConformance</c>.
/// </summary>
public interface IStoreWriter : IAsyncDisposable
{
    /// <summary>Its name in the journal, fresh at each start, and again after a
    /// <see cref="WriterFencedException"/>.</summary>
    string Id { get; }

    /// <summary>Stores a batch in one transaction, with one row in the journal under (<see cref="Id"/>,
    /// <paramref name="batch"/>) that lists what its <see cref="TimelineRun"/>s announce (an empty list without any).
    /// When the task completes, all that is <see cref="WriteOutcome.Stored"/> is durable.</summary>
    /// <param name="batch">1, 2, 3 …, each used once.</param>
    /// <param name="writes">At least one; at most one of a kind for each Timeline and each Inbox.</param>
    /// <param name="ct">The host's stopping token, never a caller's.</param>
    /// <returns>One for each write. Conflicts leave the rest of the batch untouched.</returns>
    /// <exception cref="StoreUnavailableException">The outcome is unknown: ask <see cref="FenceAsync"/>.</exception>
    /// <exception cref="WriterFencedException">Nothing was stored, and the writer has another id: commit again, under the
    /// next number.</exception>
    /// <exception cref="Exception">Anything else: nothing was stored, and a part of the batch is to blame.</exception>
    Task<IReadOnlyList<WriteOutcome>> CommitAsync(long batch, IReadOnlyList<StoreWrite> writes, CancellationToken ct);

    /// <summary>Finds out what became of a batch: puts an empty row in its place, so that it will never be stored if it
    /// has not been.</summary>
    /// <returns>The batch's row, which lists the Timelines of which it stored a run; null when the batch had not been
    /// stored and never will be.</returns>
    /// <exception cref="StoreUnavailableException">Still unknown: ask again.</exception>
    Task<JournalRow?> FenceAsync(long batch, CancellationToken ct);

    /// <summary>Fences every writer that is dead and takes over what it left.</summary>
    /// <returns>Its journal rows, batches in order; all lags. Empty on a clean start.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<LeftBehind> TakeOverAsync(CancellationToken ct);

    /// <summary>What other writers, living ones too, may still have to announce of a conversation. Whoever writes after
    /// them announces it first, so that an Inbox is told in change order.</summary>
    /// <returns>In change order; empty in a store that lets in one process only.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<IReadOnlyList<Announcement>> ReadOthersAsync(ConversationId conversation, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Announcement>>([]);

    /// <summary>The offers of a conversation that any host set aside: later ones of the same have to join them. To be asked
    /// after <see cref="ReadOthersAsync"/>: a row leaves the journal when its offers are set aside.</summary>
    /// <returns>Ascending by number; empty in a store that lets in one process only.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<IReadOnlyList<Lag>> ReadLagsAsync(ConversationId conversation, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Lag>>([]);
}

/// <summary>What dead writers left to announce.</summary>
/// <param name="Rows">Of each writer in the order of its batches.</param>
/// <param name="Lags">Ascending by number.</param>
public sealed record LeftBehind(IReadOnlyList<JournalRow> Rows, IReadOnlyList<Lag> Lags)
{
    /// <summary>What others, who live or were taken over by somebody else, have yet to announce of the same conversations.
    /// Whoever announces <see cref="Rows"/> announces both, in change order: an Inbox that was told of a later change takes no
    /// earlier one.</summary>
    public IReadOnlyList<JournalRun> Others { get; init; } = [];
}
