using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;
using Npgsql;

namespace MessageSync.Storage.Postgres.Reads;

/// <summary>Reads what users see of conversations, and no more of them: for pages of Inboxes. Its two statements go along in
/// one script.</summary>
internal sealed class VisibleReads
{
    private const string Stays = """
        SELECT asked.usr, m.conversation, c.history, m.joined_after, coalesce(m.left_up_to, c.head)
        FROM unnest($1, $2, $3) AS asked (usr, member, conversation)
            JOIN conversation AS c ON c.n = asked.conversation
            JOIN member_interval AS m ON m.conversation = asked.conversation AND m.member = asked.member
        ORDER BY m.joined_change
        """;

    private readonly Dictionary<(int User, int Conversation), Seen> _seen = [];

    /// <summary>Adds what is to be read.</summary>
    public static void Add(Script script, IReadOnlyCollection<Sight> sights)
    {
        int[] users = [.. sights.Select(one => one.User)];
        int[] conversations = [.. sights.Select(one => one.Conversation)];
        script.Add(Stays).With(users).With(sights.Select(one => one.Viewer.Value).ToArray()).With(conversations);
        script.Add(ViewReads.HiddenRanges).With(users).With(conversations);
    }

    /// <summary>Reads what was added.</summary>
    /// <param name="row">At the first of its statements.</param>
    public static async Task<VisibleReads> ReadAsync(NpgsqlDataReader row)
    {
        var reads = new VisibleReads();
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            var seen = reads.Of(row);
            seen.History = (HistoryPolicy)row.GetInt16(2);
            seen.Stays.Add(new(new SeqNo(row.GetInt32(3)).Next(), new(row.GetInt32(4))));
        }
        await row.NextResultAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
            reads.Of(row).Hidden.Add(new(new(row.GetInt32(2)), new(row.GetInt32(3))));
        return reads;
    }

    /// <summary>What a user sees of a conversation.</summary>
    /// <param name="user">The number of the user.</param>
    /// <param name="conversation">Its number.</param>
    public SeqRanges Find(int user, int conversation) => _seen.TryGetValue((user, conversation), out var seen)
        ? ConversationView.Visible(seen.History, seen.Stays, SeqRanges.Of(seen.Hidden))
        : SeqRanges.Empty;

    private Seen Of(NpgsqlDataReader row)
    {
        var sight = (row.GetInt32(0), row.GetInt32(1));
        if (!_seen.TryGetValue(sight, out var seen)) _seen[sight] = seen = new();
        return seen;
    }

    private sealed class Seen
    {
        public HistoryPolicy History { get; set; }

        public List<SeqRange> Stays { get; } = [];

        public List<SeqRange> Hidden { get; } = [];
    }
}
