using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;
using Npgsql;

namespace MessageSync.Storage.Postgres.Reads;

/// <summary>A conversation with the eyes of a user.</summary>
/// <param name="Viewer">Whose.</param>
/// <param name="User">The number of the viewer.</param>
/// <param name="Conversation">Its number.</param>
internal readonly record struct Sight(UserId Viewer, int User, int Conversation);

/// <summary>Reads conversations as users, or a service, see them. Its four statements go along in one script.</summary>
internal sealed class ViewReads
{
    private const string State = """
        SELECT n, head, head_at, mutation_head, member_count, kind, history, created_at, creator, title
        FROM conversation WHERE n = ANY($1)
        """;

    /// <summary>What users hid of conversations.</summary>
    public const string HiddenRanges = """
        SELECT h.usr, h.conversation, h.from_seq, h.to_seq
        FROM unnest($1, $2) AS asked (usr, conversation)
            JOIN hidden AS h ON h.usr = asked.usr AND h.conversation = asked.conversation
        ORDER BY h.from_seq
        """;

    private const string Marks = """
        SELECT t.usr, t.conversation, t.unlisted_up_to, t.marked_unread
        FROM unnest($1, $2) AS asked (usr, conversation)
            JOIN told AS t ON t.usr = asked.usr AND t.conversation = asked.conversation
        WHERE t.unlisted_up_to IS NOT NULL OR t.marked_unread
        """;

    private readonly Dictionary<int, Func<OwnView, IReadOnlyList<MemberInterval>, ConversationView>> _states = [];
    private readonly Dictionary<(int User, int Conversation), List<MemberInterval>> _stays = [];
    private readonly Dictionary<(int User, int Conversation), List<SeqRange>> _hidden = [];
    private readonly Dictionary<(int User, int Conversation), (SeqNo? UnlistedUpTo, bool MarkedUnread)> _marks = [];

    /// <summary>Adds conversations as a service sees them.</summary>
    public static void Add(Script script, int[] conversations) => script.Add(State).With(conversations);

    /// <summary>Adds conversations as users see them.</summary>
    public static void Add(Script script, IReadOnlyCollection<Sight> sights)
    {
        int[] users = [.. sights.Select(one => one.User)];
        int[] conversations = [.. sights.Select(one => one.Conversation)];
        Add(script, [.. conversations.Distinct()]);
        script.Add(MemberReads.Stays)
            .With(users).With(sights.Select(one => one.Viewer.Value).ToArray()).With(conversations);
        script.Add(HiddenRanges).With(users).With(conversations);
        script.Add(Marks).With(users).With(conversations);
    }

    /// <summary>Reads what was added.</summary>
    /// <param name="row">At the first of its statements.</param>
    /// <param name="ofUsers">False as a service sees them.</param>
    /// <param name="ids">Of the conversations.</param>
    public static async Task<ViewReads> ReadAsync(
        NpgsqlDataReader row, bool ofUsers, IReadOnlyDictionary<int, ConversationId> ids)
    {
        var views = new ViewReads();
        while (await row.ReadAsync().ConfigureAwait(false)) views.AddState(row, ids[row.GetInt32(0)]);
        if (!ofUsers) return views;

        await row.NextResultAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
            Of(views._stays, MemberReads.Sight(row)).Add(MemberReads.Interval(row));
        await row.NextResultAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
            Of(views._hidden, (row.GetInt32(0), row.GetInt32(1))).Add(new(new(row.GetInt32(2)), new(row.GetInt32(3))));
        await row.NextResultAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            views._marks[(row.GetInt32(0), row.GetInt32(1))] =
                (row.IsDBNull(2) ? null : new SeqNo(row.GetInt32(2)), row.GetBoolean(3));
        }
        return views;
    }

    /// <summary>A conversation as a user sees it; null where there is none.</summary>
    /// <param name="user">The number of the viewer; 0 for a service.</param>
    /// <param name="conversation">Its number.</param>
    public ConversationView? Find(int user, int conversation)
    {
        if (!_states.TryGetValue(conversation, out var state)) return null;

        var sight = (user, conversation);
        var hidden = _hidden.TryGetValue(sight, out var ranges) ? SeqRanges.Of(ranges) : SeqRanges.Empty;
        var (unlisted, marked) = _marks.GetValueOrDefault(sight);
        return state(new(hidden, unlisted, marked), _stays.GetValueOrDefault(sight) ?? []);
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

    private static List<T> Of<T>(Dictionary<(int, int), List<T>> lists, (int, int) key)
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        return list;
    }
}
