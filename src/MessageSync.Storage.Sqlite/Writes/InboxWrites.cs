using MessageSync.Inboxes;
using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Sqlite.Reads;
using MessageSync.Storage.Stored;

namespace MessageSync.Storage.Sqlite.Writes;

/// <summary>Stores runs of Inboxes: the guard, a compare-and-set on the Inbox's row, then everything else.</summary>
internal sealed class InboxWrites(Session session)
{
    private const string Begin = """
        INSERT INTO inbox (user, head, floor, count, last_at, oldest_at) VALUES (?, ?, 0, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """;

    private const string Advance = """
        UPDATE inbox SET head = ?1, count = count + ?2, last_at = ?3 WHERE user = ?4 AND head = ?5 AND count > 0
        """;

    // Only this one moves oldest_at, and with it an index.
    private const string AdvanceEmpty = """
        UPDATE inbox SET head = ?1, count = ?2, last_at = ?3, oldest_at = ?3 WHERE user = ?4 AND head = ?5 AND count = 0
        """;

    private const string Drop = "UPDATE inbox SET count = count - ?, floor = max(floor, ?) WHERE user = ?";

    private const string Insert = """
        INSERT INTO entry (user, seq, at, kind, conversation, reference, content) VALUES (?, ?, ?, ?, ?, ?, ?)
        """;

    private const string Remove = "DELETE FROM entry WHERE user = ? AND seq = ?";

    private const string Trim = "DELETE FROM entry WHERE user = ? AND seq <= ?";

    private const string Count = "SELECT count FROM inbox WHERE user = ?";

    private const string Tell = """
        INSERT INTO told (user, conversation, change, seq) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET change = excluded.change, seq = excluded.seq
        """;

    private const string Notify = "INSERT OR REPLACE INTO notified (user, send_key, fingerprint, at) VALUES (?, ?, ?, ?)";

    private readonly ViewWrites _views = new(session);

    /// <summary>Stores a run whole, or nothing of it.</summary>
    public WriteOutcome Store(InboxWrite write)
    {
        var run = write.Run;
        var user = session.Users.Give(run.Owner.Value);
        if (!Move(user, run)) return WriteOutcome.Conflict;

        var dropped = 0;
        foreach (var seq in run.Removed) dropped += session.Sql(Remove).Bind(user).Bind(seq.Value).Run();
        foreach (var entry in run.Added) Add(user, entry);
        foreach (var told in run.Told) Add(user, told);
        if (run.Notified is { } notified) Add(user, notified);
        if (run.View is { } view) _views.Store(user, view);

        var through = InboxSeqNo.None;
        if (write.Trim is { } bounds)
        {
            through = SyncReads.Beyond(session, user, CountOf(user) - dropped, bounds);
            dropped += session.Sql(Trim).Bind(user).Bind(through.Value).Run();
        }
        if (dropped > 0) session.Sql(Drop).Bind(dropped).Bind(through.Value).Bind(user).Run();
        return WriteOutcome.Stored;
    }

    private long CountOf(long user)
    {
        using var row = session.Sql(Count).Bind(user);
        return row.Step() ? row.Long(0) : 0;
    }

    private bool Move(long user, InboxRun run) => run.Expected == InboxSeqNo.None
        ? session.Sql(Begin)
            .Bind(user).Bind(run.Head.Value).Bind(run.Added.Count).Bind(run.At).Bind(run.At)
            .Run() == 1
        : Move(Advance, user, run) || Move(AdvanceEmpty, user, run);

    private bool Move(string sql, long user, InboxRun run) => session.Sql(sql)
        .Bind(run.Head.Value).Bind(run.Added.Count).Bind(run.At).Bind(user).Bind(run.Expected.Value)
        .Run() == 1;

    private void Add(long user, InboxEntry entry)
    {
        var insert = session.Sql(Insert)
            .Bind(user).Bind(entry.Seq.Value).Bind(entry.At).Bind((long)entry.Content.Kind)
            .Bind(entry.Conversation is { } conversation ? session.Conversations.Give(conversation.Value) : null);
        insert = entry.Content is EntryContent.OfMessage { Seq: var seq }
            ? insert.Bind(seq.Value).BindNull()
            : insert.BindNull().Bind(StoredJson.Write(entry.Content));
        insert.Run();
    }

    private void Add(long user, Told told) => session.Sql(Tell)
        .Bind(user).Bind(session.Conversations.Give(told.Conversation.Value)).Bind(told.Change.Value).Bind(told.Seq.Value)
        .Run();

    private void Add(long user, Notified notified)
    {
        Span<byte> fingerprint = stackalloc byte[Timelines.Fingerprint.Size];
        notified.Fingerprint.Write(fingerprint);
        session.Sql(Notify)
            .Bind(user).Bind(notified.SendKey.Value).Bind((ReadOnlySpan<byte>)fingerprint).Bind(notified.At)
            .Run();
    }
}
