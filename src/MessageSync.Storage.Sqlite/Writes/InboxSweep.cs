using MessageSync.Storage.Sqlite.Engine;

namespace MessageSync.Storage.Sqlite.Writes;

/// <summary>
/// Drops what is beyond the bounds in Inboxes that nobody writes to. Those with aged entries are found by
/// <c>oldest_at</c>, a lower bound that only this sweep moves; those with too many by looking through the small rows
/// of all Inboxes.
/// </summary>
/// <param name="session">The writing one.</param>
/// <param name="bounds">What is kept.</param>
internal sealed class InboxSweep(Session session, InboxBounds bounds)
{
    private const int InboxesMax = 1000;

    private const string Aged = "SELECT user, 0 FROM inbox WHERE oldest_at < ? ORDER BY oldest_at LIMIT ?";

    private const string Crowded = "SELECT user, count - ?1 FROM inbox WHERE count > ?1 LIMIT ?2";

    private const string Oldest = "SELECT seq, at FROM entry WHERE user = ? ORDER BY seq LIMIT ?";

    private const string Drop = "DELETE FROM entry WHERE user = ? AND seq <= ?";

    private const string Move = """
        UPDATE inbox SET count = count - ?2, floor = max(floor, ?3), oldest_at = ?4 WHERE user = ?1
        """;

    private const string Forget = """
        DELETE FROM notified WHERE (user, send_key) IN (SELECT user, send_key FROM notified WHERE at < ? LIMIT ?)
        """;

    /// <summary>Drops at most <paramref name="limit"/> rows.</summary>
    /// <returns>How many; less than <paramref name="limit"/> when nothing is left to do.</returns>
    public int Run(int limit)
    {
        var left = limit;
        List<(long User, long)> inboxes;
        do
        {
            inboxes = Read(session.Sql(Aged).Bind(bounds.OldestAt).Bind(InboxesMax));
            foreach (var (user, _) in inboxes)
                if (left > 0) left -= DropFrom(user, left, countMax: 0);
        }
        while (left > 0 && inboxes.Count == InboxesMax);

        while (left > 0 && Read(session.Sql(Crowded).Bind(bounds.EntriesMax).Bind(InboxesMax)) is { Count: > 0 } crowded)
            foreach (var (user, over) in crowded)
                if (left > 0) left -= DropFrom(user, left, over);

        if (left > 0) left -= session.Sql(Forget).Bind(bounds.OldestAt).Bind(left).Run();
        return limit - left;
    }

    private static List<(long User, long Over)> Read(Statement row)
    {
        var inboxes = new List<(long, long)>();
        using (row)
            while (row.Step()) inboxes.Add((row.Long(0), row.Long(1)));
        return inboxes;
    }

    /// <summary>Drops the oldest entries of one Inbox that are aged, or among the first <paramref name="countMax"/>.</summary>
    private int DropFrom(long user, int limit, long countMax)
    {
        var (count, through, oldestAt) = (0, 0L, DateTimeOffset.MaxValue);
        using (var row = session.Sql(Oldest).Bind(user).Bind(limit + 1))
        {
            while (row.Step())
            {
                if (count == limit || (count >= countMax && row.Time(1) >= bounds.OldestAt))
                {
                    oldestAt = row.Time(1);
                    break;
                }
                (count, through) = (count + 1, row.Long(0));
            }
        }
        if (count > 0) session.Sql(Drop).Bind(user).Bind(through).Run();
        session.Sql(Move).Bind(user).Bind(count).Bind(through).Bind(oldestAt).Run();
        return count;
    }
}
