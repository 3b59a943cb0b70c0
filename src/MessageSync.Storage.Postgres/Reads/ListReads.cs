using MessageSync.Storage.Postgres.Engine;
using Npgsql;

namespace MessageSync.Storage.Postgres.Reads;

/// <summary>Reads for lists of conversations.</summary>
internal sealed class ListReads(Database database)
{
    // The last stay is the one that counts. A former member's list shows the time of the last message they saw.
    private const string Stays = """
        SELECT DISTINCT ON (m.conversation) m.conversation, id.id, m.left_change, c.large_change,
            m.joined_change, coalesce(m.left_up_to, c.head),
            CASE WHEN m.left_change IS NULL OR m.left_up_to = c.head THEN c.head_at
                WHEN m.left_up_to = 0 THEN c.created_at
                ELSE (SELECT sent_at FROM message WHERE conversation = m.conversation AND seq = m.left_up_to) END,
            c.mutation_head
        FROM member_interval AS m
            JOIN conversation AS c ON c.n = m.conversation
            JOIN conversation_id AS id ON id.n = m.conversation
        WHERE m.member = $1 ORDER BY m.conversation, m.joined_change DESC
        """;

    private const string ToldOf = """
        SELECT conversation, max(change), max(seq), max(unlisted_up_to) FROM (
            SELECT conversation, change, seq, unlisted_up_to FROM told WHERE usr = $1
            UNION ALL
            SELECT e.conversation, e.change, e.seq, NULL FROM inbox AS i
                JOIN entry AS e ON e.usr = i.usr AND e.seq > i.head AND e.change IS NOT NULL
            WHERE i.usr = $1
        ) AS told GROUP BY conversation
        """;

    private const string Unlisted = """
        SELECT conversation, 0::bigint, 0::bigint, unlisted_up_to FROM told
        WHERE usr = $1 AND unlisted_up_to IS NOT NULL
        """;

    // Down from the head, as an own message that is not in the ranges ends the count too.
    private const string Unread = """
        SELECT count(*) FILTER (WHERE seq > own) FROM (
            SELECT seq, coalesce(max(seq) FILTER (WHERE sender = $1) OVER (), 0) AS own FROM (
                SELECT seq, sender FROM message
                WHERE conversation = $2 AND seq >= $3 AND (sender = $1 OR (state <> 2 AND EXISTS (
                    SELECT 1 FROM unnest($4, $5) AS r (low, high) WHERE seq BETWEEN low AND high)))
                ORDER BY seq DESC LIMIT $6
            ) AS newest
        ) AS counted
        """;

    /// <summary>Every conversation that a user is or was in.</summary>
    /// <param name="connection">Read through.</param>
    /// <param name="user">Whose.</param>
    /// <param name="withTold">How far the Inbox was told is asked for, too: twice the rows.</param>
    public async Task<IReadOnlyList<ListedConversation>> ListAsync(
        NpgsqlConnection connection, UserId user, bool withTold)
    {
        var n = await database.Users.FindAsync(connection, user.Value).ConfigureAwait(false);
        await using var script = Snapshot.Begin(connection)
            .Add(withTold ? ToldOf : Unlisted).With(n)
            .Add(Stays).With(user.Value)
            .Add(Snapshot.End);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        var told = new Dictionary<int, (long Change, long Seq, long? UnlistedUpTo)>();
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            told[row.GetInt32(0)] =
                (row.GetInt64(1), row.GetInt64(2), row.IsDBNull(3) ? null : row.GetInt32(3));
        }
        await row.NextResultAsync().ConfigureAwait(false);
        var listed = new List<ListedConversation>();
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            var (change, seq, unlistedUpTo) = told.GetValueOrDefault(row.GetInt32(0));
            long? left = row.IsDBNull(2) ? null : row.GetInt64(2);
            var moved = left is null ? row.GetInt64(3) > Math.Max(row.GetInt64(4), change) : row.GetInt64(7) > left;
            listed.Add(new(
                new(row.GetString(1)), row.Time(6), left is not null, row.GetInt32(5) <= unlistedUpTo, new(seq),
                withTold && moved));
        }
        return listed;
    }

    /// <summary>Counts unread messages.</summary>
    public async Task<IReadOnlyList<int>> CountUnreadAsync(
        NpgsqlConnection connection, UserId user, IReadOnlyList<(ConversationId Conversation, SeqRanges Ranges)> asked)
    {
        var counts = new int[asked.Count];
        var wanted = Enumerable.Range(0, asked.Count).Where(i => asked[i].Ranges.Count > 0).ToList();
        if (wanted.Count == 0) return counts;

        var n = await database.Users.FindAsync(connection, user.Value).ConfigureAwait(false);
        var ids = asked.Select(one => one.Conversation.Value).ToHashSet(StringComparer.Ordinal);
        var numbers = await database.Conversations.FindAsync(connection, ids).ConfigureAwait(false);
        await using var script = new Script(connection);
        foreach (var (conversation, ranges) in wanted.Select(i => asked[i]))
        {
            script.Add(Unread)
                .With(n).With(numbers.GetValueOrDefault(conversation.Value)).With(Places.Clamped(ranges[0].From))
                .With(ranges.Select(range => Places.Clamped(range.From)).ToArray())
                .With(ranges.Select(range => Places.Clamped(range.To)).ToArray())
                .With((long)Limits.UnreadMax);
        }
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        foreach (var i in wanted)
        {
            if (await row.ReadAsync().ConfigureAwait(false)) counts[i] = (int)row.GetInt64(0);
            await row.NextResultAsync().ConfigureAwait(false);
        }
        return counts;
    }
}
