using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;
using Npgsql;

namespace MessageSync.Storage.Postgres.Reads;

/// <summary>Reads conversations as one user, or a service, sees them. Its four statements go along in one script.</summary>
internal sealed class ViewReads
{
    private const string State = """
        SELECT n, head, head_at, mutation_head, member_count, kind, history, created_at, creator, title
        FROM conversation WHERE n = ANY($1)
        """;

    private const string HiddenRanges = """
        SELECT conversation, from_seq, to_seq FROM hidden WHERE usr = $1 AND conversation = ANY($2)
        ORDER BY conversation, from_seq
        """;

    private const string Marks = """
        SELECT conversation, unlisted_up_to, marked_unread FROM told WHERE usr = $1 AND conversation = ANY($2)
            AND (unlisted_up_to IS NOT NULL OR marked_unread)
        """;

    private readonly Dictionary<int, Func<OwnView, IReadOnlyList<MemberInterval>, ConversationView>> _states = [];
    private readonly Dictionary<int, List<MemberInterval>> _stays = [];
    private readonly Dictionary<int, List<SeqRange>> _hidden = [];
    private readonly Dictionary<int, (SeqNo? UnlistedUpTo, bool MarkedUnread)> _marks = [];

    /// <summary>Adds what is to be read.</summary>
    /// <param name="script">To this one.</param>
    /// <param name="viewer">Null for a service.</param>
    /// <param name="user">The viewer's number.</param>
    /// <param name="conversations">Their numbers.</param>
    public static void Add(Script script, UserId? viewer, int user, int[] conversations)
    {
        script.Add(State).With(conversations);
        if (viewer is not { } member) return;

        script.Add(MemberReads.Stays).With(conversations).With(member.Value);
        script.Add(HiddenRanges).With(user).With(conversations);
        script.Add(Marks).With(user).With(conversations);
    }

    /// <summary>Reads what <see cref="Add"/> asked for.</summary>
    /// <param name="row">At the first of its statements.</param>
    /// <param name="viewer">The same.</param>
    /// <param name="ids">Of the conversations.</param>
    public static async Task<ViewReads> ReadAsync(
        NpgsqlDataReader row, UserId? viewer, IReadOnlyDictionary<int, ConversationId> ids)
    {
        var views = new ViewReads();
        while (await row.ReadAsync().ConfigureAwait(false)) views.AddState(row, ids[row.GetInt32(0)]);
        if (viewer is null) return views;

        await row.NextResultAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
            Of(views._stays, MemberReads.Conversation(row)).Add(MemberReads.Interval(row));
        await row.NextResultAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
            Of(views._hidden, row.GetInt32(0)).Add(new(new(row.GetInt32(1)), new(row.GetInt32(2))));
        await row.NextResultAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            views._marks[row.GetInt32(0)] =
                (row.IsDBNull(1) ? null : new SeqNo(row.GetInt32(1)), row.GetBoolean(2));
        }
        return views;
    }

    /// <summary>A conversation by its number; null where there is none.</summary>
    public ConversationView? Find(int conversation)
    {
        if (!_states.TryGetValue(conversation, out var state)) return null;

        var hidden = _hidden.TryGetValue(conversation, out var ranges) ? SeqRanges.Of(ranges) : SeqRanges.Empty;
        var (unlisted, marked) = _marks.GetValueOrDefault(conversation);
        return state(new(hidden, unlisted, marked), _stays.GetValueOrDefault(conversation) ?? []);
    }

    /// <summary>The terms of a conversation, of columns kind, history, created_at and creator.</summary>
    public static ConversationTerms Terms(NpgsqlDataReader row, int first) => new(
        (ConversationKind)row.GetInt16(first), (HistoryPolicy)row.GetInt16(first + 1), new(row.GetString(first + 3)),
        row.Time(first + 2));

    private void AddState(NpgsqlDataReader row, ConversationId id)
    {
        var (terms, head, headAt, mutationHead) = (Terms(row, 5), row.GetInt32(1), row.Time(2), row.GetInt64(3));
        var (title, count) = (row.Utf8(9), row.GetInt32(4));
        _states[row.GetInt32(0)] = (own, stays) =>
            new(id, terms, new(head), headAt, new(mutationHead), title, count, stays, own);
    }

    private static List<T> Of<T>(Dictionary<int, List<T>> lists, int key)
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        return list;
    }
}
