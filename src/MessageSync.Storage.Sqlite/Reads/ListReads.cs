using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Sqlite.Stored;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite.Reads;

/// <summary>Reads for lists of conversations.</summary>
internal static class ListReads
{
    // Both come in the order of conversation numbers and are merged here: for 50 000 rows a join is half as fast.
    private const string Stays = """
        SELECT member_interval.conversation, joined_change, left_change, left_up_to, id, head, head_at, large_change,
            created_at, mutation_head
        FROM member_interval JOIN conversation ON conversation.n = member_interval.conversation
        WHERE user = ? ORDER BY member_interval.conversation, joined_change
        """;

    private const string ToldOf = """
        SELECT conversation, change, seq, unlisted_up_to FROM told WHERE user = ? ORDER BY conversation
        """;

    private const string Unlisted = """
        SELECT conversation, 0, 0, unlisted_up_to FROM told
        WHERE user = ? AND unlisted_up_to IS NOT NULL ORDER BY conversation
        """;

    private const string Newest = """
        SELECT place, sender, state FROM message WHERE place BETWEEN ? AND ? ORDER BY place DESC
        """;

    private static readonly SeqNo EndOfAll = new(long.MaxValue);

    /// <summary>Every conversation that a user is or was in.</summary>
    /// <param name="session">Read through.</param>
    /// <param name="user">Whose.</param>
    /// <param name="withTold">How far the Inbox was told is asked for, too: twice the rows.</param>
    public static IReadOnlyList<ListedConversation> List(Session session, UserId user, bool withTold)
    {
        var listed = new List<ListedConversation>();
        using var stay = session.Sql(Stays).Bind(user.Value);
        using var told = session.Sql(withTold ? ToldOf : Unlisted).Bind(session.Users.Find(user.Value));
        var (hasTold, last) = (told.Step(), 0L);
        while (stay.Step())
        {
            var n = stay.Long(0);
            while (hasTold && told.Long(0) < n) hasTold = told.Step();

            var row = Row(session, stay, hasTold && told.Long(0) == n ? told : null, withTold);
            // The last stay is the one that counts.
            if (n == last) listed[^1] = row;
            else listed.Add(row);
            last = n;
        }
        return listed;
    }

    /// <summary>Counts the unread messages of one conversation: down from its head, as an own message that is not in the
    /// ranges ends the count too.</summary>
    public static int CountUnread(Session session, UserId user, ConversationId conversation, SeqRanges ranges)
    {
        if (ranges.Count == 0) return 0;

        var n = session.Conversations.Find(conversation.Value);
        var own = session.Users.Find(user.Value);
        var (range, count) = (ranges.Count - 1, 0);
        using var row = session.Sql(Newest).Bind(Place.Clamped(n, ranges[0].From)).Bind(Place.Clamped(n, EndOfAll));
        while (count < Limits.UnreadMax && row.Step() && row.Long(1) != own)
        {
            var seq = Place.Seq(row.Long(0));
            while (seq < ranges[range].From) range--;
            if (seq <= ranges[range].To && row.Int(2) != (int)MessageState.Recalled) count++;
        }
        return count;
    }

    private static ListedConversation Row(Session session, Statement stay, Statement? told, bool withTold)
    {
        var left = !stay.IsNull(2);
        var head = left ? stay.Long(3) : stay.Long(5);
        var known = Math.Max(stay.Long(1), told?.Long(1) ?? 0);
        return new(
            new(stay.Text(4)),
            left ? HeadAtLeaving(session, stay) : stay.Time(6),
            left,
            told is not null && !told.IsNull(3) && head <= told.Long(3),
            new(told?.Long(2) ?? 0),
            withTold && (left ? stay.Long(9) > stay.Long(2) : stay.Long(7) > known));
    }

    private static DateTimeOffset HeadAtLeaving(Session session, Statement stay)
    {
        var (conversation, upTo) = (stay.Long(0), new SeqNo(stay.Long(3)));
        if (upTo == SeqNo.None) return stay.Time(8);
        return upTo.Value == stay.Long(5) ? stay.Time(6) : MessageReads.TimeOf(session, Place.Of(conversation, upTo));
    }
}
