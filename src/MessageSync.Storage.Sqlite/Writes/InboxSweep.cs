using MessageSync.Storage.Sqlite.Engine;

namespace MessageSync.Storage.Sqlite.Writes;

/// <summary>
/// Drops what is beyond the bounds in Inboxes that nobody writes to. A reading session finds them, so that writes do not
/// wait for the search: those with aged entries by <c>oldest_at</c>, a lower bound that only the sweep lifts; those with
/// too many by looking through the small rows of all Inboxes.
/// </summary>
/// <param name="bounds">What is kept.</param>
internal sealed class InboxSweep(InboxBounds bounds)
{
    private const int InboxesMax = 1000;

    private const string Candidates = """
        SELECT user FROM inbox WHERE oldest_at < ?1
        UNION SELECT user FROM inbox WHERE count > ?2
        LIMIT ?3
        """;

    private const string AnyNotified = "SELECT 1 FROM notified WHERE at < ? LIMIT 1";

    private const string CountOf = "SELECT count FROM inbox WHERE user = ?";

    private const string Oldest = "SELECT seq, at FROM entry WHERE user = ? ORDER BY seq LIMIT ?";

    private const string DropEntries = "DELETE FROM entry WHERE user = ? AND seq <= ?";

    private const string Move = """
        UPDATE inbox SET count = ?2, floor = max(floor, ?3), oldest_at = ?4 WHERE user = ?1
        """;

    private const string Forget = """
        DELETE FROM notified WHERE (user, send_key) IN (SELECT user, send_key FROM notified WHERE at < ? LIMIT ?)
        """;

    /// <summary>Finds Inboxes to look at.</summary>
    /// <returns>Null when there is nothing to do at all.</returns>
    public List<long>? Find(Session session)
    {
        var users = new List<long>();
        using var row = session.Sql(Candidates).Bind(bounds.OldestAt).Bind(bounds.EntriesMax).Bind(InboxesMax);
        while (row.Step()) users.Add(row.Long(0));

        using var key = session.Sql(AnyNotified).Bind(bounds.OldestAt);
        return users.Count > 0 || key.Step() ? users : null;
    }

    /// <summary>Drops at most <paramref name="limit"/> rows. Every Inbox that it comes to is done for now.</summary>
    /// <returns>How many were dropped.</returns>
    public int Drop(Session session, List<long> users, int limit)
    {
        var left = limit;
        foreach (var user in users)
            if (left > 0) left -= Drop(session, user, left);

        if (left > 0) left -= session.Sql(Forget).Bind(bounds.OldestAt).Bind(left).Run();
        return limit - left;
    }

    private int Drop(Session session, long user, int limit)
    {
        var stored = Count(session, user);
        // Of an Inbox that runs empty; the next write to it lowers it.
        var (left, oldestAt) = (0L, DateTimeOffset.MaxValue);
        var (count, through) = (0, 0L);
        using (var row = session.Sql(Oldest).Bind(user).Bind(limit + 1))
        {
            while (row.Step())
            {
                if (count == limit || (stored - count <= bounds.EntriesMax && row.Time(1) >= bounds.OldestAt))
                {
                    (left, oldestAt) = (stored - count, row.Time(1));
                    break;
                }
                (count, through) = (count + 1, row.Long(0));
            }
        }
        if (count > 0) session.Sql(DropEntries).Bind(user).Bind(through).Run();
        session.Sql(Move).Bind(user).Bind(left).Bind(through).Bind(oldestAt).Run();
        return count;
    }

    private static long Count(Session session, long user)
    {
        using var row = session.Sql(CountOf).Bind(user);
        return row.Step() ? row.Long(0) : 0;
    }
}
