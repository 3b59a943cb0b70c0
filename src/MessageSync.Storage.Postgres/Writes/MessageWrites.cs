using System.Runtime.InteropServices;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>Stores the messages of runs.</summary>
internal sealed class MessageWrites(Script script, Ids ids)
{
    private const string Insert = """
        INSERT INTO message (conversation, seq, sender, sent_at, send_key, fingerprint, is_text, content_type, body, state,
            version)
        SELECT *, 0, 0 FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private const string Edit = """
        UPDATE message
        SET state = 1, version = $3, mutation = $4, edited_at = $5, is_text = $6, content_type = $7, body = $8
        WHERE conversation = $1 AND seq = $2
        """;

    private const string Recall = """
        UPDATE message
        SET state = 2, mutation = $3, recalled_at = $4, recalled_by = $5, fingerprint = NULL, content_type = NULL,
            body = NULL
        WHERE conversation = $1 AND seq = $2
        """;

    private const string NoMessage = "A change is about a message that is not there.";

    /// <summary>Adds every message among the changes of some runs. A place or a send key that is taken breaks a unique
    /// key.</summary>
    public void Add(IReadOnlyList<TimelineRun> runs)
    {
        var (places, sends) = (new List<int>(), new List<MessageSent>());
        foreach (var run in runs)
        {
            foreach (var change in run.Changes)
            {
                if (change is not MessageSent sent) continue;
                places.Add(ids.Of(run.Conversation));
                sends.Add(sent);
            }
        }
        if (sends.Count == 0) return;

        script.Add(Insert)
            .With(places.ToArray())
            .With(sends.ConvertAll(sent => Places.Of(sent.Seq)).ToArray())
            .With(sends.ConvertAll(sent => ids.Of(sent.Sender)).ToArray())
            .With(sends.ConvertAll(sent => Times.Of(sent.At)).ToArray())
            .With(sends.ConvertAll(sent => SendKeys.Of(sent.SendKey)).ToArray())
            .With(sends.ConvertAll(sent => Bytes(sent.Fingerprint)).ToArray())
            .With(sends.ConvertAll(sent => sent.Body.IsText).ToArray())
            .With(sends.ConvertAll(sent => ContentType(sent.Body)).ToArray())
            .With(sends.ConvertAll(sent => Bytes(sent.Body)).ToArray());
    }

    /// <summary>Replaces a body.</summary>
    public void Add(int conversation, MessageEdited edited) => script.Add(Edit)
        .With(conversation).With(Places.Of(edited.Seq)).With(edited.Version).With(edited.No.Value)
        .With(Times.Of(edited.At)).With(edited.Body.IsText).With(ContentType(edited.Body)).With(Bytes(edited.Body))
        .Requires(1, NoMessage);

    /// <summary>Makes a message a tombstone.</summary>
    public void Add(int conversation, MessageRecalled recalled) => script.Add(Recall)
        .With(conversation).With(Places.Of(recalled.Seq)).With(recalled.No.Value).With(Times.Of(recalled.At))
        .With(recalled.By.Value)
        .Requires(1, NoMessage);

    /// <summary>A fingerprint as it is stored.</summary>
    public static byte[] Bytes(Fingerprint fingerprint)
    {
        var bytes = new byte[Fingerprint.Size];
        fingerprint.Write(bytes);
        return bytes;
    }

    private static byte[] Bytes(MessageBody body) =>
        MemoryMarshal.TryGetArray(body.Bytes, out var part) && part.Count == part.Array!.Length
            ? part.Array
            : body.Bytes.ToArray();

    private static byte[]? ContentType(MessageBody body) =>
        body.ContentType == MessageBody.DefaultContentType ? null : Rows.Utf8(body.ContentType);
}
