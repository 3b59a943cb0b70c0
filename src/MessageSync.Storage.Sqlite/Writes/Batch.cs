using MessageSync.Storage.Sqlite.Engine;

namespace MessageSync.Storage.Sqlite.Writes;

/// <summary>Everything that the writing session stores, by kind.</summary>
internal sealed class Batch
{
    private readonly TimelineWrites _timelines;
    private readonly InboxWrites _inboxes;
    private readonly DeviceWrites _devices;
    private readonly JournalWrites _journal;

    /// <summary>For one session.</summary>
    public Batch(Session session, Func<string, bool> isAlive)
    {
        (_timelines, _inboxes, _devices) = (new(session), new(session), new(session));
        (_journal, TakeOver) = (new(session, isAlive), new(session, isAlive));
    }

    /// <summary>What dead writers left.</summary>
    public TakeOver TakeOver { get; }

    /// <summary>Stores a batch; the caller commits.</summary>
    /// <returns>One outcome for each write.</returns>
    public IReadOnlyList<WriteOutcome> Store(JournalKey key, IReadOnlyList<StoreWrite> writes)
    {
        var outcomes = new WriteOutcome[writes.Count];
        var runs = new List<TimelineRun>();
        for (var i = 0; i < writes.Count; i++)
        {
            outcomes[i] = Store(writes[i]);
            if (writes[i] is TimelineRun run && outcomes[i] == WriteOutcome.Stored) runs.Add(run);
        }
        _journal.Store(key, runs);
        return outcomes;
    }

    /// <summary>Finds a batch, or puts an empty row in its place; the caller commits.</summary>
    /// <returns>The row of a stored one.</returns>
    public JournalRow? Fence(JournalKey key) => _journal.Fence(key);

    private WriteOutcome Store(StoreWrite write) => write switch
    {
        TimelineRun run => _timelines.Store(run),
        InboxWrite inbox => _inboxes.Store(inbox),
        DevicesWrite devices => _devices.Store(devices),
        JournalClear clear => _journal.Store(clear),
        LagWrite lag => _journal.Store(lag),
        LagClear clear => _journal.Store(clear),
        _ => throw new ArgumentOutOfRangeException(nameof(write), write.GetType().Name, "Not a write."),
    };
}
