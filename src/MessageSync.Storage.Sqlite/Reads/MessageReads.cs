using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Sqlite.Stored;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite.Reads;

/// <summary>Reads messages by their places.</summary>
internal static class MessageReads
{
    private const string Columns = """
        SELECT place, sender, state, sent_at, version, mutation, edited_at, recalled_at, recalled_by, send_key, is_text,
            content_type, body
        FROM message
        """;

    private const string Upwards = Columns + " WHERE place BETWEEN ? AND ? ORDER BY place";

    private const string Downwards = Columns + " WHERE place BETWEEN ? AND ? ORDER BY place DESC";

    private const string ByKey = """
        SELECT place, sent_at, fingerprint FROM message WHERE place >> 32 = ? AND sender = ? AND send_key = ?
        """;

    private const string MutatedAfter = """
        SELECT place FROM message WHERE place >> 32 = ? AND mutation > ? AND mutation IS NOT NULL ORDER BY mutation
        """;

    private const string MutatedNewest = """
        SELECT place, mutation FROM message WHERE place >> 32 = ? AND mutation IS NOT NULL ORDER BY mutation DESC
        """;

    private const string SentAt = "SELECT sent_at FROM message WHERE place = ?";

    private const string Head = "SELECT head FROM conversation WHERE n = ?";

    /// <summary>The messages of spans, in their order, until bodies would be longer than <paramref name="bytesMax"/>.</summary>
    public static IReadOnlyList<Message> Read(Session session, IReadOnlyList<MessageSpan> spans, long bytesMax)
    {
        var (messages, ids) = (new List<Message>(), new Ids(session));
        var bytes = 0L;
        foreach (var span in spans)
        {
            using var row = Rows(session, span);
            while (row.Step())
            {
                var message = Message(row, span.Conversation, ids);
                bytes += message.Body?.Bytes.Length ?? 0;
                if (bytes > bytesMax && messages.Count > 0) return messages;
                messages.Add(message);
            }
        }
        return messages;
    }

    /// <summary>Messages that were edited or recalled, by their newest mutation.</summary>
    public static IReadOnlyList<Message> ReadMutations(Session session, MutationsQuery query)
    {
        var n = session.Conversations.Find(query.Conversation.Value);
        var (messages, ids, bytes) = (new List<Message>(), new Ids(session), 0L);
        using var place = session.Sql(MutatedAfter).Bind(n).Bind(query.After.Value);
        while (messages.Count < query.Limit && place.Step())
        {
            var at = place.Long(0);
            if (!query.Of.Contains(Place.Seq(at))) continue;

            using var row = session.Sql(Upwards).Bind(at).Bind(at);
            if (!row.Step()) continue;

            var message = Message(row, query.Conversation, ids);
            bytes += message.Body?.Bytes.Length ?? 0;
            if (bytes > query.BytesMax && messages.Count > 0) break;
            messages.Add(message);
        }
        return messages;
    }

    /// <summary>The newest mutation of any of some messages.</summary>
    public static ChangeNo LastMutation(Session session, ConversationId conversation, SeqRanges of)
    {
        using var row = session.Sql(MutatedNewest).Bind(session.Conversations.Find(conversation.Value));
        while (row.Step())
            if (of.Contains(Place.Seq(row.Long(0)))) return new(row.Long(1));
        return ChangeNo.None;
    }

    /// <summary>A message by its key; null when there is none.</summary>
    public static KnownSend? Find(Session session, ConversationId conversation, UserId sender, SendKey key)
    {
        using var row = session.Sql(ByKey)
            .Bind(session.Conversations.Find(conversation.Value)).Bind(session.Users.Find(sender.Value)).Bind(key.Value);
        if (!row.Step()) return null;

        return new(Place.Seq(row.Long(0)), row.Time(1), row.IsNull(2) ? null : Fingerprint.Read(row.Bytes(2)));
    }

    /// <summary>The first message sent at or after a time: a search by halves, as times never decrease.</summary>
    public static SeqNo FirstAtOrAfter(Session session, ConversationId conversation, DateTimeOffset time)
    {
        var n = session.Conversations.Find(conversation.Value);
        var (low, high) = (1L, HeadOf(session, n) + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (TimeOf(session, Place.Of(n, new(middle))) < time) low = middle + 1;
            else high = middle;
        }
        return new(low);
    }

    /// <summary>When a message was sent.</summary>
    /// <exception cref="InvalidOperationException">There is no such message: the Timeline has a gap.</exception>
    public static DateTimeOffset TimeOf(Session session, long place)
    {
        using var row = session.Sql(SentAt).Bind(place);
        return row.Step() ? row.Time(0) : throw new InvalidOperationException($"There is no message at {place}.");
    }

    private static long HeadOf(Session session, long conversation)
    {
        using var row = session.Sql(Head).Bind(conversation);
        return row.Step() ? row.Long(0) : 0;
    }

    private static Statement Rows(Session session, MessageSpan span)
    {
        var n = session.Conversations.Find(span.Conversation.Value);
        var (first, last) = (Place.Clamped(n, span.First), Place.Clamped(n, span.Last));
        return span.First <= span.Last
            ? session.Sql(Upwards).Bind(first).Bind(last)
            : session.Sql(Downwards).Bind(last).Bind(first);
    }

    private static Message Message(Statement row, ConversationId conversation, Ids ids) => new(
        conversation, Place.Seq(row.Long(0)), new(row.Text(9)), ids.User(row.Long(1)), row.Time(3), Body(row))
    {
        State = (MessageState)row.Int(2),
        Version = row.Int(4),
        Mutation = new(row.Long(5)),
        EditedAt = row.IsNull(6) ? null : row.Time(6),
        RecalledAt = row.IsNull(7) ? null : row.Time(7),
        RecalledBy = row.IsNull(8) ? null : new UserId(row.Text(8)),
    };

    private static MessageBody? Body(Statement row) => row.IsNull(12)
        ? null
        : new(row.Bytes(12).ToArray(), row.Bool(10), row.IsNull(11) ? MessageBody.DefaultContentType : row.Text(11));
}
