using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Sqlite.Stored;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite.Writes;

/// <summary>Stores the messages of runs.</summary>
internal sealed class MessageWrites(Session session)
{
    private const string Insert = """
        INSERT INTO message (place, sender, state, sent_at, version, send_key, fingerprint, is_text, content_type, body)
        VALUES (?, ?, 0, ?, 0, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """;

    private const string Find = "SELECT 1 FROM message WHERE place >> 32 = ? AND sender = ? AND send_key = ?";

    private const string Edit = """
        UPDATE message
        SET state = 1, version = ?, mutation = ?, edited_at = ?, is_text = ?, content_type = ?, body = ?
        WHERE place = ?
        """;

    // What was said is overwritten in the file too: secure_delete.
    private const string Recall = """
        UPDATE message
        SET state = 2, mutation = ?, recalled_at = ?, recalled_by = ?, fingerprint = NULL, content_type = NULL, body = NULL
        WHERE place = ?
        """;

    private const string Delete = "DELETE FROM message WHERE place = ?";

    /// <summary>Stores every message among the changes, or none.</summary>
    /// <returns>False when a place or a send key is taken.</returns>
    public bool Store(long conversation, IReadOnlyList<Change> changes)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i] is not MessageSent sent || Store(conversation, sent)) continue;

            TakeBack(conversation, changes.Take(i));
            return false;
        }
        return true;
    }

    /// <summary>Replaces a body.</summary>
    public void Store(long conversation, MessageEdited edited)
    {
        var type = edited.Body.ContentType;
        session.Sql(Edit)
            .Bind(edited.Version).Bind(edited.No.Value).Bind(edited.At).Bind(edited.Body.IsText)
            .Bind(type == MessageBody.DefaultContentType ? null : type).Bind(edited.Body.Bytes.Span)
            .Bind(Place.Of(conversation, edited.Seq))
            .Run();
    }

    /// <summary>Makes a message a tombstone.</summary>
    public void Store(long conversation, MessageRecalled recalled) => session.Sql(Recall)
        .Bind(recalled.No.Value).Bind(recalled.At).Bind(recalled.By.Value).Bind(Place.Of(conversation, recalled.Seq))
        .Run();

    /// <summary>Removes messages of this transaction.</summary>
    public void TakeBack(long conversation, IEnumerable<Change> changes)
    {
        foreach (var sent in changes.OfType<MessageSent>())
            session.Sql(Delete).Bind(Place.Of(conversation, sent.Seq)).Run();
    }

    /// <summary>True when a send key of the changes is taken.</summary>
    public bool KnowsAny(long conversation, IEnumerable<Change> changes) =>
        changes.OfType<MessageSent>().Any(sent => Knows(conversation, sent));

    private bool Knows(long conversation, MessageSent sent)
    {
        using var row = session.Sql(Find)
            .Bind(conversation).Bind(session.Users.Find(sent.Sender.Value)).Bind(sent.SendKey.Value);
        return row.Step();
    }

    private bool Store(long conversation, MessageSent sent)
    {
        Span<byte> fingerprint = stackalloc byte[Fingerprint.Size];
        sent.Fingerprint.Write(fingerprint);
        var type = sent.Body.ContentType;
        return session.Sql(Insert)
            .Bind(Place.Of(conversation, sent.Seq))
            .Bind(session.Users.Give(sent.Sender.Value))
            .Bind(sent.At)
            .Bind(sent.SendKey.Value)
            .Bind(fingerprint)
            .Bind(sent.Body.IsText)
            .Bind(type == MessageBody.DefaultContentType ? null : type)
            .Bind(sent.Body.Bytes.Span)
            .Run() == 1;
    }
}
