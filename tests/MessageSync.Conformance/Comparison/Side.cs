using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.Conformance.Comparison;

/// <summary>One of two stores that live through the same history. Ids of writers and the epoch are its own: writers are
/// told by their order.</summary>
internal sealed class Side : IAsyncDisposable
{
    private readonly List<string> _writers = [];

    private Side(TestStore store) => Store = store;

    public TestStore Store { get; }

    public StoreDriver Driver { get; private set; } = null!;

    /// <summary>How many writers there were; the last one lives.</summary>
    public int WriterCount => _writers.Count;

    public static Side Open(TestStore store)
    {
        var side = new Side(store);
        side.Drive();
        return side;
    }

    /// <summary>Drops the same rows on either side.</summary>
    /// <param name="writer">The writer's place among all.</param>
    /// <param name="through">The last batch.</param>
    public JournalClear Clear(int writer, long through) => new(_writers[writer], through);

    /// <summary>Asks for the last batch of the living writer, or the next one.</summary>
    /// <returns>What it announces; null when it was not stored.</returns>
    public async Task<IReadOnlyList<JournalRun>?> FenceAsync(bool next) => next
        ? (await Driver.FenceNextAsync())?.Runs
        : (await Driver.Writer.FenceAsync(Driver.Batch, default))?.Runs;

    /// <summary>Begins again, and takes over.</summary>
    /// <returns>What was left behind, with writers by their order.</returns>
    public async Task<object> BeginAgainAsync(bool crash)
    {
        await (crash ? Store.CrashAsync() : Store.RestartAsync());
        Drive();
        return await TakeOverAsync();
    }

    /// <summary>What was left behind, with writers by their order.</summary>
    public async Task<object> TakeOverAsync()
    {
        var left = await Driver.Writer.TakeOverAsync(default);
        return new
        {
            Rows = left.Rows.Select(row => (Writer: _writers.IndexOf(row.Key.Writer), row.Key.Batch, row.Runs))
                .OrderBy(row => row.Writer).Select(row => new { row.Writer, row.Batch, row.Runs }),
            left.Lags,
        };
    }

    /// <summary>Reads a part of an Inbox with a cursor of this store.</summary>
    public async Task<InboxSlice> SyncAsync(UserId owner, InboxSeqNo? asked, InboxBounds bounds, int limit)
    {
        var epoch = await Store.Settings.ReadEpochAsync(default);
        InboxCursor? cursor = asked is { } seq ? new(epoch, seq) : null;
        return await Store.Inboxes.ReadAsync(new(owner, cursor, epoch, bounds, limit), default);
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private void Drive()
    {
        Driver = new(Store, Store.OpenWriter());
        _writers.Add(Driver.Writer.Id);
    }
}
