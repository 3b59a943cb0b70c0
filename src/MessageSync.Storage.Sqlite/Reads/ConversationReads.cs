using System.Collections.Immutable;
using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite.Reads;

/// <summary>Reads conversations: their state for a grain, and as one user sees them.</summary>
internal static class ConversationReads
{
    private const string Columns = """
        SELECT change, head, head_at, mutation_head, large_change, advance_owed, member_count, kind, history, created_at,
            creator, title
        FROM conversation WHERE n = ? AND change > 0
        """;

    private const string HiddenRanges = """
        SELECT from_seq, to_seq FROM hidden WHERE user = ? AND conversation = ? ORDER BY from_seq
        """;

    private const string OwnMarks = "SELECT unlisted_up_to, marked_unread FROM told WHERE user = ? AND conversation = ?";

    /// <summary>The state of a Timeline; null where there is none.</summary>
    public static Timeline? Load(Session session, ConversationId id)
    {
        var n = session.Conversations.Find(id.Value);
        using var row = session.Sql(Columns).Bind(n);
        if (!row.Step()) return null;

        return new(id, Terms(row))
        {
            Change = new(row.Long(0)),
            Head = new(row.Long(1)),
            HeadAt = row.Time(2),
            MutationHead = new(row.Long(3)),
            LargeChange = new(row.Long(4)),
            AdvanceOwed = row.Bool(5),
            Title = Title(row),
            Members = MemberReads.Present(session, n).ToImmutableDictionary(member => member.User),
        };
    }

    /// <summary>A conversation with the eyes of a user, or of a service; null where there is none.</summary>
    public static ConversationView? View(Session session, UserId? user, ConversationId id)
    {
        var n = session.Conversations.Find(id.Value);
        using var row = session.Sql(Columns).Bind(n);
        if (!row.Step()) return null;

        return new(
            id, Terms(row), new(row.Long(1)), row.Time(2), new(row.Long(3)), Title(row), row.Int(6),
            user is { } member ? MemberReads.Stays(session, n, member) : [],
            user is { } viewer ? Own(session, n, viewer) : OwnView.Untouched);
    }

    private static OwnView Own(Session session, long conversation, UserId viewer)
    {
        var user = session.Users.Find(viewer.Value);
        if (user == 0) return OwnView.Untouched;

        var hidden = new List<SeqRange>();
        using (var range = session.Sql(HiddenRanges).Bind(user).Bind(conversation))
            while (range.Step()) hidden.Add(new(new(range.Long(0)), new(range.Long(1))));

        using var marks = session.Sql(OwnMarks).Bind(user).Bind(conversation);
        var ranges = hidden.Count == 0 ? SeqRanges.Empty : SeqRanges.Of(hidden);
        return marks.Step()
            ? new(ranges, marks.IsNull(0) ? null : new SeqNo(marks.Long(0)), marks.Bool(1))
            : new(ranges, null, false);
    }

    private static ConversationTerms Terms(Statement row) => new(
        (ConversationKind)row.Int(7), (HistoryPolicy)row.Int(8), new(row.Text(10)), row.Time(9));

    private static string? Title(Statement row) => row.IsNull(11) ? null : row.Text(11);
}
