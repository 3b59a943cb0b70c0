using System.Buffers;
using System.Text;
using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Sqlite.Stored;

namespace MessageSync.Storage.Sqlite.Writes;

/// <summary>Stores what is yet to be announced, and drops it when it is.</summary>
/// <param name="session">The writing one.</param>
/// <param name="isAlive">True for a writer of this process: its newest row stays, so that a batch without an answer is
/// found.</param>
internal sealed class JournalWrites(Session session, Func<string, bool> isAlive)
{
    private const string Insert = """
        INSERT INTO journal (writer, batch, is_fence, announcements)
        SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM journal WHERE writer = ?1 AND batch >= ?2)
        """;

    private const string Find = "SELECT is_fence FROM journal WHERE writer = ? AND batch = ?";

    private const string Delete = "DELETE FROM journal WHERE writer = ? AND batch = ?";

    private const string DeleteOlder = """
        DELETE FROM journal
        WHERE writer = ?1 AND batch = ?2 AND batch < (SELECT max(batch) FROM journal WHERE writer = ?1)
        """;

    private const string Empty = "UPDATE journal SET announcements = '[]' WHERE writer = ? AND batch = ?";

    private const string DropEmpty = "DELETE FROM journal WHERE writer = ? AND batch < ? AND announcements = '[]'";

    private const string SetAside = "INSERT INTO lag (user, conversation, offers) VALUES (?, ?, ?)";

    private const string Taken = "DELETE FROM lag WHERE no = ?";

    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>Stores the row of a batch; older ones that announce nothing go.</summary>
    /// <exception cref="InvalidOperationException">The number is used or fenced.</exception>
    public void Store(JournalKey key, IEnumerable<TimelineRun> runs)
    {
        _text.ResetWrittenCount();
        JournalText.Write(_text, runs);
        Add(key, isFence: false, _text.WrittenSpan);
    }

    /// <summary>Finds a batch, or puts an empty row in its place.</summary>
    /// <returns>True when it had been stored, however often it is asked.</returns>
    /// <exception cref="InvalidOperationException">A newer one is there and this one is not any more.</exception>
    public bool Fence(JournalKey key)
    {
        using (var row = session.Sql(Find).Bind(key.Writer).Bind(key.Batch))
            if (row.Step()) return !row.Bool(0);

        Add(key, isFence: true, Encoding.UTF8.GetBytes(JournalText.Empty));
        return false;
    }

    /// <summary>Drops rows.</summary>
    public WriteOutcome Store(JournalClear clear)
    {
        foreach (var (writer, batch) in clear.Rows)
        {
            var older = isAlive(writer) ? DeleteOlder : Delete;
            if (session.Sql(older).Bind(writer).Bind(batch).Run() == 0) session.Sql(Empty).Bind(writer).Bind(batch).Run();
        }
        return WriteOutcome.Stored;
    }

    /// <summary>Sets offers aside.</summary>
    public WriteOutcome Store(LagWrite write)
    {
        var lag = write.Lag;
        session.Sql(SetAside)
            .Bind(session.Users.Give(lag.Owner.Value)).Bind(session.Conversations.Give(lag.Conversation.Value))
            .Bind(StoredJson.Write(lag.Offers))
            .Run();
        return WriteOutcome.Stored;
    }

    /// <summary>Drops offers that were set aside.</summary>
    public WriteOutcome Store(LagClear clear)
    {
        session.Sql(Taken).Bind(clear.No).Run();
        return WriteOutcome.Stored;
    }

    private void Add(JournalKey key, bool isFence, ReadOnlySpan<byte> text)
    {
        if (session.Sql(Insert).Bind(key.Writer).Bind(key.Batch).Bind(isFence).BindText(text).Run() == 0)
            throw new InvalidOperationException($"Batch {key.Batch} of writer {key.Writer} is used or fenced.");
        session.Sql(DropEmpty).Bind(key.Writer).Bind(key.Batch).Run();
    }
}
