using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;

namespace MessageSync.Figures.Bare;

/// <summary>
/// The reference of the sends on PostgreSQL: the message with its send key, the compare-and-set of its conversation, the
/// journal and one row in each Inbox, by the bare driver on two connections, with nothing else to do. Arrays, prepared,
/// one question for a batch and one for its commit.
/// </summary>
internal sealed class BarePostgresSends : IBareSends
{
    private const int Connections = 2;

    private const string Conversation = """
        UPDATE conversation AS c SET change = r.change, head = r.head, head_at = r.head_at
        FROM unnest($1, $2, $3, $4, $5) AS r (n, change, head, head_at, expected)
        WHERE c.n = r.n AND c.change = r.expected
        """;

    private const string Message = """
        INSERT INTO message (conversation, seq, sender, sent_at, send_key, fingerprint, is_text, body, state, version)
        SELECT *, 0, 0 FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    private const string Entry = """
        INSERT INTO entry (usr, seq, at, kind, conversation, reference, change) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
        """;

    private const string Journal = """
        INSERT INTO journal (writer, batch, at, is_fence, is_announced, conversations, announcements)
        VALUES ($1, $2, $3, false, false, $4, $5)
        """;

    private const string JournalEnd = "DELETE FROM journal WHERE writer = $1 AND batch < $2";

    private readonly NpgsqlDataSource _source;
    private readonly byte[] _body = Encoding.UTF8.GetBytes(new string('x', 200));
    private readonly Chat[] _chats;
    private readonly Popularity _popularity;
    private readonly long[] _batches = new long[Connections];

    private BarePostgresSends(NpgsqlDataSource source, Chat[] chats, Popularity popularity) =>
        (_source, _chats, _popularity) = (source, chats, popularity);

    /// <param name="connectionString">The database.</param>
    /// <param name="world">Who writes with whom.</param>
    /// <param name="popularity">How much is written where, by the order of the world's conversations.</param>
    public static async Task<BarePostgresSends> OpenAsync(
        string connectionString, World world, Popularity popularity = Popularity.Even)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = "messagesync",
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
            Options = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off",
        });
        var users = await NumbersAsync(source, "SELECT id, n::bigint FROM user_id");
        var heads = await NumbersAsync(source, """
            SELECT u.id, max(e.seq) FROM entry AS e JOIN user_id AS u ON u.n = e.usr GROUP BY u.id
            """);
        var numbers = await NumbersAsync(source, "SELECT id, n::bigint FROM conversation_id");
        var changes = await NumbersAsync(source, "SELECT i.id, c.change FROM conversation AS c JOIN conversation_id AS i ON i.n = c.n");
        var inboxes = world.Users.ToDictionary(
            user => user, user => new Inbox { User = (int)users[user.Value], Head = heads[user.Value] });
        return new(source, [.. world.Chats.Select(chat => new Chat(
            (int)numbers[chat.Id.Value], chat.Id.Value, [.. chat.Members.Select(user => inboxes[user])])
        {
            Change = changes[chat.Id.Value],
        })], popularity);
    }

    public Task RunAsync(int messages, int perBatch, int seed) => RunAsync(messages, perBatch, seed, null);

    /// <summary>Stores messages in conversations drawn by the seed, each connection in its own half of them.</summary>
    /// <param name="messages">How many.</param>
    /// <param name="perBatch">So many in one transaction.</param>
    /// <param name="seed">The same one draws the same.</param>
    /// <param name="latencies">Is told how long each batch took.</param>
    public Task RunAsync(int messages, int perBatch, int seed, Latencies? latencies)
    {
        Draw<Chat>[] halves = _chats.Length < Connections
            ? [new Draw<Chat>(_chats, 0, 1, _popularity)]
            : [.. Enumerable.Range(0, Connections).Select(
                no => new Draw<Chat>(_chats, no, Connections, _popularity))];
        var first = (int)(messages * (halves[0].Weight / halves.Sum(half => half.Weight)));
        return Task.WhenAll(halves.Select((half, no) => RunAsync(
            no, no == 0 ? first : messages - first, perBatch, half, new Random(seed + no), latencies)));
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task RunAsync(
        int no, int messages, int perBatch, Draw<Chat> draw, Random random, Latencies? latencies)
    {
        await Task.Yield();
        await using var connection = await _source.OpenConnectionAsync();
        for (; messages > 0; messages -= perBatch)
        {
            var began = Stopwatch.GetTimestamp();
            await BatchAsync(connection, no, Math.Min(messages, perBatch), draw, random);
            latencies?.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    private async Task BatchAsync(NpgsqlConnection connection, int no, int count, Draw<Chat> draw, Random random)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var (sends, runs, entries) = (new Columns(), new Dictionary<Chat, long>(), new Columns());
        var journal = new StringBuilder("[");
        for (var i = 0; i < count; i++)
        {
            var chat = draw.Next(random);
            runs.TryAdd(chat, chat.Change);
            chat.Change++;
            sends.Add(chat.Number, ++chat.Head, chat.Members[random.Next(chat.Members.Length)].User, chat.Change);
            if (journal.Length > 1) journal.Append(',');
            journal.Append(CultureInfo.InvariantCulture, $"[\"{chat.Id}\",[{chat.Change},{chat.Head}]]");
            foreach (var inbox in chat.Members)
            {
                var (place, at) = inbox.Next(now);
                entries.Add(chat.Number, chat.Head, inbox.User, chat.Change, place, at);
            }
        }
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, "BEGIN");
        Add(batch, Conversation,
            runs.Keys.Select(chat => chat.Number).ToArray(), runs.Keys.Select(chat => chat.Change).ToArray(),
            runs.Keys.Select(chat => chat.Head).ToArray(), Filled(now, runs.Count), runs.Values.ToArray());
        Add(batch, Message,
            sends.Conversations.ToArray(), sends.Seqs.ToArray(), sends.Users.ToArray(), Filled(now, count),
            sends.Seqs.Select(_ => NewKey()).ToArray(), Filled(_body[..16], count), Filled(true, count),
            Filled(_body, count));
        Add(batch, Entry,
            entries.Users.ToArray(), entries.Places.ToArray(), entries.Times.ToArray(),
            Filled((short)1, entries.Users.Count), entries.Conversations.ToArray(), entries.Seqs.ToArray(),
            entries.Changes.ToArray());
        Add(batch, Journal,
            $"bare-{no}", ++_batches[no], now, runs.Keys.Select(chat => chat.Number).ToArray(), journal.Append(']').ToString());
        if (_batches[no] % 10 == 0) Add(batch, JournalEnd, $"bare-{no}", _batches[no]);
        await batch.ExecuteNonQueryAsync();
        if (batch.BatchCommands[1].RecordsAffected != runs.Count) throw new InvalidOperationException("A guard did not hold.");

        await using var commit = new NpgsqlCommand("COMMIT", connection);
        await commit.ExecuteNonQueryAsync();
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }

    /// <summary>A key as the store packs it.</summary>
    private static byte[] NewKey() => [1, .. Guid.NewGuid().ToByteArray()];

    private static T[] Filled<T>(T value, int count)
    {
        var values = new T[count];
        Array.Fill(values, value);
        return values;
    }

    private static async Task<Dictionary<string, long>> NumbersAsync(NpgsqlDataSource source, string sql)
    {
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var command = source.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync()) numbers[row.GetString(0)] = row.GetInt64(1);
        return numbers;
    }

    private sealed class Columns
    {
        public List<int> Conversations { get; } = [];

        public List<int> Seqs { get; } = [];

        public List<int> Users { get; } = [];

        public List<long> Changes { get; } = [];

        public List<long> Places { get; } = [];

        public List<long> Times { get; } = [];

        public void Add(int conversation, int seq, int user, long change, long place = 0, long at = 0)
        {
            Conversations.Add(conversation);
            Seqs.Add(seq);
            Users.Add(user);
            Changes.Add(change);
            Places.Add(place);
            Times.Add(at);
        }
    }

    private sealed class Inbox
    {
        private readonly Lock _gate = new();
        private long _at;

        public required int User { get; init; }

        public required long Head { get; set; }

        /// <summary>The place and time of the next entry; times never decrease, whichever connection writes it.</summary>
        public (long Place, long At) Next(long now)
        {
            lock (_gate) return (++Head, _at = Math.Max(_at, now));
        }
    }

    private sealed class Chat(int number, string id, Inbox[] members)
    {
        public int Number => number;

        public string Id => id;

        public Inbox[] Members => members;

        public long Change { get; set; }

        public int Head { get; set; }
    }
}
