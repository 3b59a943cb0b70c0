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

    private const string AnyHidden = "SELECT 1 FROM hidden WHERE user = ? LIMIT 1";

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
        return user is { } viewer
            ? View(session, viewer, id, n, Own(session, n, session.Users.Find(viewer.Value)))
            : View(session, null, id, n, OwnView.Untouched);
    }

    /// <summary>What a user sees of conversations, as each is asked for: less to read than all of the view.</summary>
    public static Func<ConversationId, SeqRanges> VisibleTo(Session session, UserId viewer)
    {
        var user = session.Users.Find(viewer.Value);
        var hides = HidesAny(session, user);
        return id =>
        {
            var n = session.Conversations.Find(id.Value);
            var own = hides ? new OwnView(Hidden(session, n, user), null, false) : OwnView.Untouched;
            return View(session, viewer, id, n, own)?.Visible() ?? SeqRanges.Empty;
        };
    }

    private static ConversationView? View(Session session, UserId? viewer, ConversationId id, long n, OwnView own)
    {
        using var row = session.Sql(Columns).Bind(n);
        if (!row.Step()) return null;

        return new(
            id, Terms(row), new(row.Long(1)), row.Time(2), new(row.Long(3)), Title(row), row.Int(6),
            viewer is { } member ? MemberReads.Stays(session, n, member) : [], own);
    }

    private static OwnView Own(Session session, long conversation, long user)
    {
        if (user == 0) return OwnView.Untouched;

        using var marks = session.Sql(OwnMarks).Bind(user).Bind(conversation);
        var hidden = Hidden(session, conversation, user);
        return marks.Step()
            ? new(hidden, marks.IsNull(0) ? null : new SeqNo(marks.Long(0)), marks.Bool(1))
            : new(hidden, null, false);
    }

    private static SeqRanges Hidden(Session session, long conversation, long user)
    {
        List<SeqRange>? hidden = null;
        using var range = session.Sql(HiddenRanges).Bind(user).Bind(conversation);
        while (range.Step()) (hidden ??= []).Add(new(new(range.Long(0)), new(range.Long(1))));
        return hidden is null ? SeqRanges.Empty : SeqRanges.Of(hidden);
    }

    private static bool HidesAny(Session session, long user)
    {
        using var row = session.Sql(AnyHidden).Bind(user);
        return row.Step();
    }

    private static ConversationTerms Terms(Statement row) => new(
        (ConversationKind)row.Int(7), (HistoryPolicy)row.Int(8), new(row.Text(10)), row.Time(9));

    private static string? Title(Statement row) => row.IsNull(11) ? null : row.Text(11);
}
