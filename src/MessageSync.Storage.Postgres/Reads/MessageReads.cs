using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;
using Npgsql;

namespace MessageSync.Storage.Postgres.Reads;

/// <summary>Reads messages by their places.</summary>
internal sealed class MessageReads(Database database)
{
    private const string Heading = """
        m.conversation, m.seq, m.sender, m.state, m.sent_at, m.version, m.mutation, m.edited_at, m.recalled_at,
            m.recalled_by, m.send_key, m.is_text, m.content_type
        """;

    private const string Columns = $"{Heading}, m.body";

    // One index range each, in the order asked for. Bodies beyond the bound are not read: their lengths stand in the rows.
    private const string Spans = $"""
        SELECT {Columns} FROM (
            SELECT m.*, span.no, row_number() OVER w AS place, sum(coalesce(octet_length(m.body), 0)) OVER w AS bytes
            FROM unnest($1, $2, $3) WITH ORDINALITY AS span (conversation, first, last, no)
                JOIN message AS m ON m.conversation = span.conversation
                    AND m.seq BETWEEN least(first, last) AND greatest(first, last)
            WINDOW w AS (ORDER BY span.no, CASE WHEN first <= last THEN m.seq ELSE -m.seq END)
        ) AS m WHERE bytes <= $4 OR place = 1 ORDER BY place
        """;

    // In no order, as sorting would copy the bodies. A body is read only where all of its page may be as long.
    private const string ByPlaces = $"""
        SELECT {Heading}, CASE WHEN octet_length(m.body) <= $4 THEN m.body END, octet_length(m.body) > $4, page, no
        FROM unnest($1, $2, $3) WITH ORDINALITY AS wanted (page, conversation, seq, no)
            JOIN message AS m ON m.conversation = wanted.conversation AND m.seq = wanted.seq
        """;

    private const string ByKeys = """
        SELECT wanted.no, m.seq, m.sent_at, m.fingerprint
        FROM unnest($2, $3) WITH ORDINALITY AS wanted (sender, send_key, no)
            JOIN message AS m ON m.conversation = $1 AND m.sender = wanted.sender AND m.send_key = wanted.send_key
        """;

    private const string Mutated = $"""
        SELECT {Columns} FROM (
            SELECT m.*, row_number() OVER w AS place, sum(coalesce(octet_length(m.body), 0)) OVER w AS bytes FROM (
                SELECT m.* FROM message AS m
                WHERE m.conversation = $1 AND m.mutation > $2 AND m.mutation IS NOT NULL
                    AND EXISTS (SELECT 1 FROM unnest($3, $4) AS r (low, high) WHERE m.seq BETWEEN r.low AND r.high)
                ORDER BY m.mutation LIMIT $5
            ) AS m WINDOW w AS (ORDER BY m.mutation)
        ) AS m WHERE bytes <= $6 OR place = 1 ORDER BY place
        """;

    private const string NewestMutation = """
        SELECT m.mutation FROM message AS m
        WHERE m.conversation = $1 AND m.mutation IS NOT NULL
            AND EXISTS (SELECT 1 FROM unnest($2, $3) AS r (low, high) WHERE m.seq BETWEEN r.low AND r.high)
        ORDER BY m.mutation DESC LIMIT 1
        """;

    private const string Head = "SELECT head FROM conversation WHERE n = $1";

    private const string SentAt = "SELECT sent_at FROM message WHERE conversation = $1 AND seq = $2";

    /// <summary>Adds reading single messages for pages to a script.</summary>
    /// <param name="script">To this one.</param>
    /// <param name="pages">The page of each message, 0, 1, 2 …</param>
    /// <param name="conversations">Where each lies.</param>
    /// <param name="seqs">Its place there.</param>
    public static void Add(Script script, int[] pages, int[] conversations, int[] seqs)
    {
        var most = pages.CountBy(page => page).Max(page => page.Value);
        script.Add(ByPlaces).With(pages).With(conversations).With(seqs).With(Limits.PageBytesMax / most);
    }

    /// <summary>The messages of spans, in their order, until bodies would be longer than <paramref name="bytesMax"/>.</summary>
    public async Task<IReadOnlyList<Message>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<MessageSpan> spans, long bytesMax)
    {
        if (spans.Count == 0) return [];

        var ids = spans.Select(span => span.Conversation.Value).ToHashSet(StringComparer.Ordinal);
        var numbers = await database.Conversations.FindAsync(connection, ids).ConfigureAwait(false);
        await using var script = new Script(connection).Add(Spans)
            .With(spans.Select(span => numbers.GetValueOrDefault(span.Conversation.Value)).ToArray())
            .With(spans.Select(span => Places.Clamped(span.First)).ToArray())
            .With(spans.Select(span => Places.Clamped(span.Last)).ToArray())
            .With(bytesMax);
        return await ReadAsync(connection, script).ConfigureAwait(false);
    }

    /// <summary>Messages that were edited or recalled, by their newest mutation.</summary>
    public async Task<IReadOnlyList<Message>> ReadMutationsAsync(NpgsqlConnection connection, MutationsQuery query)
    {
        var n = await database.Conversations.FindAsync(connection, query.Conversation.Value).ConfigureAwait(false);
        await using var script = new Script(connection).Add(Mutated)
            .With(n).With(query.After.Value).With(Lows(query.Of)).With(Highs(query.Of)).With(query.Limit)
            .With(query.BytesMax);
        return await ReadAsync(connection, script).ConfigureAwait(false);
    }

    /// <summary>The newest mutation of any of some messages.</summary>
    public async Task<ChangeNo> LastMutationAsync(NpgsqlConnection connection, ConversationId conversation, SeqRanges of)
    {
        var n = await database.Conversations.FindAsync(connection, conversation.Value).ConfigureAwait(false);
        await using var script = new Script(connection).Add(NewestMutation).With(n).With(Lows(of)).With(Highs(of));
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false) ? new(row.GetInt64(0)) : ChangeNo.None;
    }

    /// <summary>Messages by their keys; null where there is none.</summary>
    public async Task<IReadOnlyList<KnownSend?>> FindAsync(
        NpgsqlConnection connection, ConversationId conversation, IReadOnlyList<(UserId Sender, SendKey Key)> keys)
    {
        var n = await database.Conversations.FindAsync(connection, conversation.Value).ConfigureAwait(false);
        var senders = await database.Users
            .FindAsync(connection, keys.Select(key => key.Sender.Value))
            .ConfigureAwait(false);
        var found = new KnownSend?[keys.Count];
        await using var script = new Script(connection).Add(ByKeys)
            .With(n)
            .With(keys.Select(key => senders.GetValueOrDefault(key.Sender.Value)).ToArray())
            .With(keys.Select(key => SendKeys.Of(key.Key)).ToArray());
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            found[row.GetInt64(0) - 1] = new(
                new(row.GetInt32(1)), row.Time(2),
                row.IsDBNull(3) ? null : Fingerprint.Read(row.GetFieldValue<byte[]>(3)));
        }
        return found;
    }

    /// <summary>The first message sent at or after a time: a search by halves, as times never decrease.</summary>
    public async Task<SeqNo> FirstAtOrAfterAsync(
        NpgsqlConnection connection, ConversationId conversation, DateTimeOffset time)
    {
        var n = await database.Conversations.FindAsync(connection, conversation.Value).ConfigureAwait(false);
        await using var head = new Script(connection).Add(Head).With(n);
        var (low, high, at) = (1, await OneAsync(head).ConfigureAwait(false) + 1, Times.Of(time));
        // What is finer than a stored time lies after it.
        if (Times.At(at) < time) at++;
        while (low < high)
        {
            var middle = low + (int)((high - low) / 2);
            await using var script = new Script(connection).Add(SentAt).With(n).With(middle);
            if (await OneAsync(script).ConfigureAwait(false) < at) low = middle + 1;
            else high = middle;
        }
        return new(low);
    }

    /// <summary>The messages of a statement that <see cref="Add"/> added, the last of its script: of each page, in the order
    /// asked for; null where one is so long that they may be too long together.</summary>
    public async Task<IReadOnlyList<Message>?[]> ReadPagesAsync(
        NpgsqlConnection connection, NpgsqlDataReader row, int pages)
    {
        var places = new List<(int Page, long No)>();
        var isLong = new bool[pages];
        var messages = await ReadAsync(connection, row, () =>
        {
            var page = row.GetInt32(15);
            places.Add((page, row.GetInt64(16)));
            isLong[page] |= !row.IsDBNull(14) && row.GetBoolean(14);
        }).ConfigureAwait(false);
        var read = new List<Message>?[pages];
        for (var page = 0; page < pages; page++) read[page] = isLong[page] ? null : [];
        foreach (var (place, message) in places.Zip(messages).OrderBy(one => one.First.No)) read[place.Page]?.Add(message);
        return read;
    }

    private async Task<IReadOnlyList<Message>> ReadAsync(NpgsqlConnection connection, Script script) =>
        await ReadAsync(connection, await script.ReadAsync().ConfigureAwait(false), () => { }).ConfigureAwait(false);

    private async Task<List<Message>> ReadAsync(NpgsqlConnection connection, NpgsqlDataReader row, Action each)
    {
        var unnamed = new List<(int Conversation, int Sender, Func<ConversationId, UserId, Message> Make)>();
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            unnamed.Add((row.GetInt32(0), row.GetInt32(2), Message(row)));
            each();
        }
        // The connection is free for another question after the last row of the last statement only.
        await row.DisposeAsync().ConfigureAwait(false);

        var conversations = await database.Conversations
            .NameAsync(connection, unnamed.Select(one => one.Conversation)).ConfigureAwait(false);
        var senders = await database.Users.NameAsync(connection, unnamed.Select(one => one.Sender)).ConfigureAwait(false);
        return [.. unnamed.Select(one => one.Make(new(conversations[one.Conversation]), new(senders[one.Sender])))];
    }

    private static Func<ConversationId, UserId, Message> Message(NpgsqlDataReader row)
    {
        var (seq, key, sentAt) = (row.GetInt32(1), SendKeys.Read(row.GetFieldValue<byte[]>(10)), row.Time(4));
        var (state, version, mutation) = ((MessageState)row.GetInt16(3), row.GetInt32(5), row.LongOrZero(6));
        var (editedAt, recalledAt, recalledBy) = (row.TimeOrNull(7), row.TimeOrNull(8), row.Text(9));
        var body = Body(row);
        return (conversation, sender) => new(conversation, new(seq), key, sender, sentAt, body)
        {
            State = state,
            Version = version,
            Mutation = new(mutation),
            EditedAt = editedAt,
            RecalledAt = recalledAt,
            RecalledBy = recalledBy is null ? null : new UserId(recalledBy),
        };
    }

    private static MessageBody? Body(NpgsqlDataReader row) => row.IsDBNull(13)
        ? null
        : new(row.GetFieldValue<byte[]>(13), row.GetBoolean(11), row.Utf8(12) ?? MessageBody.DefaultContentType);

    private static async Task<long> OneAsync(Script script)
    {
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false) ? Convert.ToInt64(row.GetValue(0), null) : 0;
    }

    private static int[] Lows(SeqRanges ranges) => [.. ranges.Select(range => Places.Clamped(range.From))];

    private static int[] Highs(SeqRanges ranges) => [.. ranges.Select(range => Places.Clamped(range.To))];
}
