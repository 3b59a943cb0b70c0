using System.Buffers;
using System.Text;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Stored;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>Stores what is yet to be announced, and drops it when it is.</summary>
internal static class JournalWrites
{
    private const string Insert = """
        INSERT INTO journal (writer, batch, is_fence, is_announced, at, conversations, announcements)
        SELECT $1, $2, $3, false, $4, $5, $6 WHERE NOT EXISTS (SELECT 1 FROM journal WHERE writer = $1 AND batch >= $2)
        """;

    // Once a newer one is there, a row that announces nothing tells nothing. The others wait for being cleared.
    private const string DropBefore = """
        DELETE FROM journal WHERE writer = $1 AND batch = $2 AND (is_announced OR is_fence OR announcements = '[]')
        """;

    // The newest that was stored stays, whole: its writer may not know yet that it was.
    private const string Clear = """
        DELETE FROM journal WHERE writer = $1 AND batch <= $2
            AND batch < (SELECT max(batch) FROM journal WHERE writer = $1 AND NOT is_fence)
        """;

    private const string Announced = """
        UPDATE journal SET is_announced = true WHERE writer = $1 AND batch <= $2 AND NOT is_announced
        """;

    private const string SetAside = "INSERT INTO lag (no, usr, conversation, offers) VALUES ($1, $2, $3, $4)";

    private const string Taken = "DELETE FROM lag WHERE no = $1";

    /// <summary>Adds the row of a batch.</summary>
    public static void Add(Script script, JournalKey key, IReadOnlyList<TimelineRun> runs, Ids ids, DateTimeOffset now)
    {
        var text = new ArrayBufferWriter<byte>();
        JournalText.Write(text, runs);
        Add(script, key, isFence: false, now, [.. runs.Select(run => ids.Of(run.Conversation))],
            Encoding.UTF8.GetString(text.WrittenSpan));
        script.Add(DropBefore).With(key.Writer).With(key.Batch - 1);
    }

    /// <summary>Adds a row in the place of a batch that is never to be stored.</summary>
    public static void AddFence(Script script, JournalKey key, DateTimeOffset now) =>
        Add(script, key, isFence: true, now, [], JournalText.Empty);

    /// <summary>Drops rows.</summary>
    public static void Add(Script script, JournalClear clear) => script
        .Add(Clear).With(clear.Writer).With(clear.Through)
        .Add(Announced).With(clear.Writer).With(clear.Through);

    /// <summary>Sets offers aside.</summary>
    public static void Add(Script script, LagWrite write, Ids ids) => script.Add(SetAside)
        .With(write.Lag.No).With(ids.Of(write.Lag.Owner)).With(ids.Of(write.Lag.Conversation))
        .With(StoredJson.Write(write.Lag.Offers));

    /// <summary>Drops offers that were set aside.</summary>
    public static void Add(Script script, LagClear clear) => script.Add(Taken).With(clear.No);

    private static void Add(
        Script script, JournalKey key, bool isFence, DateTimeOffset now, int[] conversations, string announcements) =>
        script.Add(Insert)
            .With(key.Writer).With(key.Batch).With(isFence).With(Times.Of(now)).With(conversations).With(announcements)
            .Guards(1);
}
