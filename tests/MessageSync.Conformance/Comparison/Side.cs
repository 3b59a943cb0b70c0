using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.Conformance.Comparison;

/// <summary>One of two stores that live through the same history. Ids of writers, numbers of lags and the epoch are its
/// own: they are told by their order.</summary>
internal sealed class Side : IAsyncDisposable
{
    private readonly List<string> _writers = [];

    private Side(TestStore store) => Store = store;

    public TestStore Store { get; }

    public StoreDriver Driver { get; private set; } = null!;

    /// <summary>Every batch that was given to a writer: the writer's place among all, and the batch.</summary>
    public List<(int Writer, long Batch)> Batches { get; } = [];

    public static async Task<Side> OpenAsync(TestStore store)
    {
        var side = new Side(store);
        await side.DriveAsync();
        return side;
    }

    public Task<IReadOnlyList<WriteOutcome>> CommitAsync(IReadOnlyList<StoreWrite> writes)
    {
        Batches.Add((_writers.Count - 1, Driver.Batch + 1));
        return Driver.CommitAsync(writes);
    }

    /// <summary>Drops the same rows on either side.</summary>
    public JournalClear Clear(IEnumerable<(int Writer, long Batch)> batches) =>
        new([.. batches.Select(batch => new JournalKey(_writers[batch.Writer], batch.Batch))]);

    /// <summary>Begins again, and takes over.</summary>
    /// <returns>What was left behind, with writers and lags by their order.</returns>
    public async Task<object> BeginAgainAsync(bool crash)
    {
        await (crash ? Store.CrashAsync() : Store.RestartAsync());
        await DriveAsync();
        return await TakeOverAsync();
    }

    /// <summary>What was left behind, with writers and lags by their order.</summary>
    public async Task<object> TakeOverAsync()
    {
        var left = await Driver.Writer.TakeOverAsync(default);
        return new
        {
            Rows = left.Rows.Select(row => (Writer: _writers.IndexOf(row.Key.Writer), row.Key.Batch, row.Runs))
                .OrderBy(row => row.Writer).Select(row => new { row.Writer, row.Batch, row.Runs }),
            Lags = left.Lags.Select(lag => lag with { No = 0 }),
        };
    }

    /// <summary>The number of the oldest lag; null without any.</summary>
    public async Task<long?> OldestLagAsync() =>
        (await Driver.Writer.TakeOverAsync(default)).Lags is [var oldest, ..] ? oldest.No : null;

    /// <summary>Reads a part of an Inbox with a cursor of this store.</summary>
    public async Task<InboxSlice> SyncAsync(UserId owner, InboxSeqNo? asked, InboxBounds bounds, int limit)
    {
        var epoch = await Store.Settings.ReadEpochAsync(default);
        InboxCursor? cursor = asked is { } seq ? new(epoch, seq) : null;
        return await Store.Inboxes.ReadAsync(new(owner, cursor, epoch, bounds, limit), default);
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private async Task DriveAsync()
    {
        Driver = new(Store, await Store.OpenWriterAsync());
        _writers.Add(Driver.Writer.Id);
    }
}
