using MessageSync.FanOut;
using Microsoft.Extensions.Logging;

namespace MessageSync.Storage;

/// <summary>The writers of one host. Each Timeline and each Inbox has one of them, so that no two are ever at the same
/// row.</summary>
public sealed class StoreWriters : IGroupCommit, IAsyncDisposable
{
    private readonly GroupCommit[] _writers;

    /// <summary>Opens as many writers as the store does well with; <see cref="Start"/> sets them to work.</summary>
    public StoreWriters(IStore store, GroupCommitOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(store);
        var logger = loggers.CreateLogger<GroupCommit>();
        _writers = [.. Enumerable.Range(0, store.WriterCount).Select(
            _ => new GroupCommit(store.OpenWriter(), options, clock, logger))];
    }

    /// <summary>Begins to store.</summary>
    public void Start()
    {
        foreach (var writer in _writers) writer.Start();
    }

    /// <inheritdoc/>
    public Task<CommitResult> CommitAsync(StoreWrite write) => Of(write).CommitAsync(write);

    /// <summary>Fences every writer that is dead and takes over what it left.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<LeftBehind> TakeOverAsync(CancellationToken ct) => _writers[0].Writer.TakeOverAsync(ct);

    /// <summary>What other hosts may still have to announce of a conversation.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<IReadOnlyList<Announcement>> ReadOthersAsync(ConversationId conversation, CancellationToken ct) =>
        Of(conversation.Value).Writer.ReadOthersAsync(conversation, ct);

    /// <summary>Drops the rows of the journals whose announcements have reached everybody.</summary>
    /// <exception cref="StoreUnavailableException">They are dropped another time.</exception>
    public Task ClearJournalsAsync() => Task.WhenAll(_writers.Select(writer => writer.ClearJournalAsync()));

    /// <summary>Stores what waits, then closes the writers.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers) await writer.DisposeAsync();
    }

    private GroupCommit Of(StoreWrite write) => write switch
    {
        TimelineRun run => Of(run.Conversation.Value),
        InboxWrite inbox => Of(inbox.Run.Owner.Value),
        DevicesWrite devices => Of(devices.Owner.Value),
        _ => _writers[0],
    };

    private GroupCommit Of(string id) =>
        _writers[(id.GetHashCode(StringComparison.Ordinal) & int.MaxValue) % _writers.Length];
}
