using System.Diagnostics.Metrics;
using MessageSync.FanOut;
using Microsoft.Extensions.Logging;

namespace MessageSync.Storage;

/// <summary>The writers of one host, which take from one queue. A grain has one write under way at a time, so two of them are at the
/// same row only where a grain was made anew meanwhile: the store then refuses one.</summary>
public sealed class StoreWriters : IGroupCommit, IAsyncDisposable
{
    private readonly WriteQueue _queue;
    private readonly GroupCommit[] _writers;

    /// <summary>Opens as many writers as the store does well with; <see cref="Start"/> sets them to work.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="options">How writes are gathered.</param>
    /// <param name="clock">The server's.</param>
    /// <param name="loggers">Told of trouble.</param>
    /// <param name="meters">For the instruments of group commit. Default: nobody listens.</param>
    public StoreWriters(
        IStore store, GroupCommitOptions options, TimeProvider clock, ILoggerFactory loggers,
        IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        var logger = loggers.CreateLogger<GroupCommit>();
        var queue = _queue = new WriteQueue(options, clock);
        var metrics = new CommitMetrics(meters, () => queue.Count);
        _writers = [.. store.OpenWriters().Select(
            writer => new GroupCommit(writer, queue, options, clock, logger, metrics))];
    }

    /// <summary>The id of the first writer: fresh at each start.</summary>
    public string Id => _writers[0].Writer.Id;

    /// <summary>Begins to store.</summary>
    public void Start()
    {
        foreach (var writer in _writers) writer.Start();
    }

    /// <inheritdoc/>
    public Task<CommitResult> CommitAsync(StoreWrite write) => _queue.CommitAsync(write);

    /// <summary>Fences every writer that is dead and takes over what it left.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<LeftBehind> TakeOverAsync(CancellationToken ct) => _writers[0].Writer.TakeOverAsync(ct);

    /// <summary>What other hosts may still have to announce of a conversation.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<IReadOnlyList<Announcement>> ReadOthersAsync(ConversationId conversation, CancellationToken ct) =>
        _writers[0].Writer.ReadOthersAsync(conversation, ct);

    /// <summary>The offers of a conversation that any host set aside.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<IReadOnlyList<Lag>> ReadLagsAsync(ConversationId conversation, CancellationToken ct) =>
        _writers[0].Writer.ReadLagsAsync(conversation, ct);

    /// <summary>Drops the rows of the journals whose announcements have reached everybody.</summary>
    /// <exception cref="StoreUnavailableException">They are dropped another time.</exception>
    public Task ClearJournalsAsync() => Task.WhenAll(_writers.Select(writer => writer.ClearJournalAsync()));

    /// <summary>Stores what waits, then closes the writers.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers) await writer.DisposeAsync();
    }
}
