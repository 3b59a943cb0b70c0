using MessageSync.Inboxes;
using MessageSync.Storage.Sqlite.Engine;

namespace MessageSync.Storage.Sqlite.Reads;

/// <summary>Reads a part of an Inbox.</summary>
internal static class SyncReads
{
    private const string State = "SELECT head, floor, count FROM inbox WHERE user = ?";

    private const string Oldest = "SELECT at FROM entry WHERE user = ? ORDER BY seq LIMIT 1";

    private const string LastAged = "SELECT seq FROM entry WHERE user = ? AND at < ? ORDER BY seq DESC LIMIT 1";

    private const string ByRank = "SELECT seq FROM entry WHERE user = ? ORDER BY seq LIMIT 1 OFFSET ?";

    private const string Entries = """
        SELECT seq, at, kind, conversation, reference, content FROM entry
        WHERE user = ? AND seq > ? ORDER BY seq LIMIT ?
        """;

    private const string LargeGroups = """
        SELECT conversation.id, large_change, own_change, told.change, head, mutation_head
        FROM member_interval
            JOIN conversation ON conversation.n = member_interval.conversation
            LEFT JOIN told ON told.user = ?2 AND told.conversation = member_interval.conversation
        WHERE member_interval.user = ?1 AND large = 1 AND left_change IS NULL
        """;

    /// <summary>Reads what was asked for.</summary>
    public static InboxSlice Read(Session session, InboxQuery query)
    {
        var user = session.Users.Find(query.Owner.Value);
        var (head, floor) = Ends(session, user, query.Bounds);
        var (after, reset) = SyncStart.Of(query.Asked, query.Epoch, head, floor);

        var (entries, ids) = (new List<InboxEntry>(), new Ids(session));
        bool more;
        using (var row = session.Sql(Entries).Bind(user).Bind(after.Value).Bind(query.Limit + 1))
        {
            while (entries.Count < query.Limit && row.Step())
                entries.Add(InboxReads.Entry(row, row.IsNull(3) ? null : ids.Conversation(row.Long(3))));
            more = entries.Count == query.Limit && row.Step();
        }
        var slice = new InboxSlice(head, after, reset, entries, more)
        {
            LargeGroups = ReadLargeGroups(session, query.Owner),
        };
        return SliceReading.Complete(
            slice, ConversationReads.VisibleTo(session, query.Owner),
            spans => MessageReads.Read(session, spans, Limits.PageBytesMax));
    }

    /// <summary>The large groups that a user is in.</summary>
    public static IReadOnlyList<LargeGroup> ReadLargeGroups(Session session, UserId owner)
    {
        var groups = new List<LargeGroup>();
        using var row = session.Sql(LargeGroups).Bind(owner.Value).Bind(session.Users.Find(owner.Value));
        while (row.Step())
        {
            var known = row.Long(3);
            groups.Add(new(
                new(row.Text(0)), new(row.Long(1)), new(known), known < row.Long(2), new(row.Long(4)), new(row.Long(5))));
        }
        return groups;
    }

    /// <summary>Head, and the floor that the bounds come to: lower entries may still lie on disk.</summary>
    private static (InboxSeqNo Head, InboxSeqNo Floor) Ends(Session session, long user, InboxBounds bounds)
    {
        long head, floor, count;
        using (var row = session.Sql(State).Bind(user))
        {
            if (!row.Step()) return (InboxSeqNo.None, InboxSeqNo.None);
            (head, floor, count) = (row.Long(0), row.Long(1), row.Long(2));
        }
        var beyond = Beyond(session, user, count, bounds);
        return (new(head), beyond.Value > floor ? beyond : new(floor));
    }

    /// <summary>The last entry beyond the bounds, of an Inbox with <paramref name="count"/> entries.</summary>
    public static InboxSeqNo Beyond(Session session, long user, long count, InboxBounds bounds)
    {
        var crowded = count > bounds.EntriesMax
            ? Number(session.Sql(ByRank).Bind(user).Bind(count - bounds.EntriesMax - 1))
            : 0;
        var aged = IsAged(session, user, bounds.OldestAt)
            ? Number(session.Sql(LastAged).Bind(user).Bind(bounds.OldestAt))
            : 0;
        return new(Math.Max(crowded, aged));
    }

    private static bool IsAged(Session session, long user, DateTimeOffset oldestAt)
    {
        using var row = session.Sql(Oldest).Bind(user);
        return row.Step() && row.Time(0) < oldestAt;
    }

    private static long Number(Statement row)
    {
        using (row) return row.Step() ? row.Long(0) : 0;
    }
}
