using System.Buffers;
using System.Text;
using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Stored;

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

    private const string Find = "SELECT is_fence, announcements FROM journal WHERE writer = ? AND batch = ?";

    private const string Delete = "DELETE FROM journal WHERE writer = ? AND batch <= ?";

    private const string DeleteOlder = """
        DELETE FROM journal
        WHERE writer = ?1 AND batch <= ?2 AND batch < (SELECT max(batch) FROM journal WHERE writer = ?1)
        """;

    private const string Empty = "UPDATE journal SET announcements = '[]' WHERE writer = ? AND batch <= ?";

    private const string DropEmpty = "DELETE FROM journal WHERE writer = ? AND batch < ? AND announcements = '[]'";

    private const string SetAside = "INSERT INTO lag (no, user, conversation, offers) VALUES (?, ?, ?, ?)";

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
    /// <returns>The row of a stored one, however often it is asked.</returns>
    /// <exception cref="InvalidOperationException">A newer one is there and this one is not any more.</exception>
    public JournalRow? Fence(JournalKey key)
    {
        using (var row = session.Sql(Find).Bind(key.Writer).Bind(key.Batch))
            if (row.Step()) return row.Bool(0) ? null : new(key, JournalText.Read(row.Bytes(1)));

        Add(key, isFence: true, Encoding.UTF8.GetBytes(JournalText.Empty));
        return null;
    }

    /// <summary>Drops rows.</summary>
    public WriteOutcome Store(JournalClear clear)
    {
        var older = isAlive(clear.Writer);
        session.Sql(older ? DeleteOlder : Delete).Bind(clear.Writer).Bind(clear.Through).Run();
        if (older) session.Sql(Empty).Bind(clear.Writer).Bind(clear.Through).Run();
        return WriteOutcome.Stored;
    }

    /// <summary>Sets offers aside.</summary>
    public WriteOutcome Store(LagWrite write)
    {
        var lag = write.Lag;
        session.Sql(SetAside)
            .Bind(lag.No).Bind(session.Users.Give(lag.Owner.Value)).Bind(session.Conversations.Give(lag.Conversation.Value))
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
