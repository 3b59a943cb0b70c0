namespace MessageSync.Storage.Postgres.Writes;

/// <summary>The heads of Inboxes as this program stored them last. Whoever takes one stores the next run of that Inbox, and
/// says so afterwards: while that is under way, and where nobody knows what became of it, the head is not known.
/// Thread-safe.</summary>
internal sealed class KnownHeads
{
    /// <summary>About 10 MB. Beyond it all are forgotten, which costs a look at their floors each.</summary>
    private const int Most = 200_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _heads = [];

    /// <summary>Takes the head of an Inbox.</summary>
    /// <returns>True where it is known to be <paramref name="expected"/>.</returns>
    public bool TryTake(int user, long expected)
    {
        lock (_gate) return _heads.Remove(user, out var head) && head == expected;
    }

    /// <summary>A run was stored.</summary>
    public void Add(int user, long head)
    {
        lock (_gate)
        {
            if (_heads.Count >= Most) _heads.Clear();
            _heads[user] = head;
        }
    }

    /// <summary>Somebody else writes, too.</summary>
    public void Clear()
    {
        lock (_gate) _heads.Clear();
    }
}
