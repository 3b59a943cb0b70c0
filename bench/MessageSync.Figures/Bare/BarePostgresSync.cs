using Npgsql;

namespace MessageSync.Figures.Bare;

/// <summary>
/// The reference of a sync on PostgreSQL, on one connection: head and floor, a page of entries, the messages that they
/// refer to and the ids of all, from one snapshot; two prepared questions; every value read, as whoever answers has to.
/// </summary>
internal sealed class BarePostgresSync : IAsyncDisposable
{
    private const string Ends = """
        SELECT i.floor, greatest(i.head, (SELECT max(seq) FROM entry WHERE usr = i.usr AND seq > i.head))
        FROM inbox AS i WHERE i.usr = (SELECT n FROM user_id WHERE id = $1)
        """;

    private const string Entries = """
        SELECT seq, at, kind, conversation, reference, content FROM entry
        WHERE usr = (SELECT n FROM user_id WHERE id = $1) AND seq > $2 AND kind <> 0 ORDER BY seq LIMIT $3
        """;

    private const string Conversations = "SELECT n, id FROM conversation_id WHERE n = ANY($1)";

    private const string Messages = """
        SELECT m.conversation, m.seq, u.id, m.state, m.sent_at, m.version, m.mutation, m.edited_at, m.recalled_at,
            m.recalled_by, m.send_key, m.is_text, m.content_type, m.body
        FROM unnest($1, $2) AS wanted (conversation, seq)
            JOIN message AS m ON m.conversation = wanted.conversation AND m.seq = wanted.seq
            JOIN user_id AS u ON u.n = m.sender
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _first;
    private readonly NpgsqlBatch _second;
    private readonly NpgsqlParameter<string> _id = new(), _idAgain = new();
    private readonly NpgsqlParameter<long> _after = new();
    private readonly NpgsqlParameter<int> _limit = new();
    private readonly NpgsqlParameter<int[]> _distinct = new(), _conversations = new(), _seqs = new();

    private BarePostgresSync(NpgsqlConnection connection)
    {
        _connection = connection;
        _first = new(connection);
        Add(_first, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        Add(_first, Ends, _id);
        Add(_first, Entries, _idAgain, _after, _limit);
        _second = new(connection);
        Add(_second, Conversations, _distinct);
        Add(_second, Messages, _conversations, _seqs);
        Add(_second, "COMMIT");
    }

    public static async Task<BarePostgresSync> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            SearchPath = "messagesync",
            Options = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c jit=off",
        }.ConnectionString);
        await connection.OpenAsync();
        var sync = new BarePostgresSync(connection);
        (sync._id.TypedValue, sync._idAgain.TypedValue) = ("", "");
        (sync._distinct.TypedValue, sync._conversations.TypedValue, sync._seqs.TypedValue) = ([], [], []);
        await sync._first.PrepareAsync();
        await sync._second.PrepareAsync();
        return sync;
    }

    /// <summary>Reads one page.</summary>
    public async Task<BarePage> PageAsync(UserId owner, long after, int limit)
    {
        (_id.TypedValue, _idAgain.TypedValue) = (owner.Value, owner.Value);
        (_after.TypedValue, _limit.TypedValue) = (after, limit);
        var (floor, head) = (0L, 0L);
        var entries = new List<BareEntry>(limit);
        await using (var row = await _first.ExecuteReaderAsync())
        {
            while (await row.ReadAsync()) (floor, head) = (row.GetInt64(0), row.GetInt64(1));
            await row.NextResultAsync();
            while (await row.ReadAsync())
            {
                entries.Add(new(
                    row.GetInt64(0), row.GetInt64(1), row.GetInt16(2), row.IsDBNull(3) ? 0 : row.GetInt32(3),
                    row.IsDBNull(4) ? 0 : row.GetInt32(4), row.IsDBNull(5) ? null : row.GetString(5)));
            }
        }
        var wanted = entries.FindAll(entry => entry.Reference != 0);
        _conversations.TypedValue = [.. wanted.Select(entry => entry.Conversation)];
        _seqs.TypedValue = [.. wanted.Select(entry => entry.Reference)];
        _distinct.TypedValue = [.. entries.Select(entry => entry.Conversation).Distinct()];
        var ids = new Dictionary<int, string>();
        var messages = new Dictionary<(int, int), BareMessage>(wanted.Count);
        await using (var row = await _second.ExecuteReaderAsync())
        {
            while (await row.ReadAsync()) ids[row.GetInt32(0)] = row.GetString(1);
            await row.NextResultAsync();
            while (await row.ReadAsync())
                messages[(row.GetInt32(0), row.GetInt32(1))] = Message(row, ids[row.GetInt32(0)]);
        }
        return new(
            floor, head, entries.Count == 0 ? after : entries[^1].Seq,
            [.. wanted.Select(entry => messages[(entry.Conversation, entry.Reference)])]);
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static BareMessage Message(NpgsqlDataReader row, string conversation) => new(
        conversation, row.GetInt32(1), row.GetString(2), row.GetInt16(3), row.GetInt64(4), row.GetInt32(5),
        Long(row, 6), Long(row, 7), Long(row, 8), row.IsDBNull(9) ? null : row.GetString(9),
        Convert.ToHexStringLower(row.GetFieldValue<byte[]>(10).AsSpan(1)),
        row.GetBoolean(11), row.IsDBNull(12) ? null : row.GetFieldValue<byte[]>(12), row.GetFieldValue<byte[]>(13));

    private static long? Long(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static void Add(NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    private sealed record BareEntry(long Seq, long At, short Kind, int Conversation, int Reference, string? Content);
}

/// <summary>A page as the bare driver reads it.</summary>
/// <param name="Floor">As the row says it.</param>
/// <param name="Head">Of the Inbox.</param>
/// <param name="Last">The seq of its last entry.</param>
/// <param name="Messages">In the order of their entries.</param>
internal sealed record BarePage(long Floor, long Head, long Last, IReadOnlyList<BareMessage> Messages);

/// <summary>A message as its row says it.</summary>
internal sealed record BareMessage(
    string Conversation, int Seq, string Sender, short State, long SentAt, int Version, long? Mutation, long? EditedAt,
    long? RecalledAt, string? RecalledBy, string SendKey, bool IsText, byte[]? ContentType, byte[] Body);
