using MessageSync.Inboxes;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Stored;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>
/// Stores runs of Inboxes. A run that adds entries does nothing else: their primary key is its guard, as its first row
/// follows the head that it was decided on. Head, count and what is told are written at checkpoints: every so many entries,
/// and with every run that takes entries out (docs/decisions/0011).
/// </summary>
/// <param name="script">Added to.</param>
/// <param name="ids">Numbers of ids.</param>
/// <param name="heads">Of Inboxes that nobody else has written to; null where that is not known of any.</param>
internal sealed class InboxWrites(Script script, Ids ids, KnownHeads? heads)
{
    /// <summary>Entries between two checkpoints: what a read of the state goes through at most, besides one run.</summary>
    private const int CheckpointEvery = 64;

    private const short Hole = 0;

    private const string Begin = """
        INSERT INTO inbox (usr, head, floor, swept, last_at, oldest_at, count)
        SELECT r.usr, 0, 0, 0, r.at, r.at, 0 FROM unnest($1, $2) AS r (usr, at)
        """;

    private const string Insert = """
        INSERT INTO entry (usr, seq, at, kind, conversation, reference, content, change)
        SELECT e.* FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS e (
            usr, seq, at, kind, conversation, reference, content, change)
        """;

    // A stale owner's entries would lie below the floor, where no row is in their way.
    private const string InsertAboveFloor = Insert + """

        WHERE NOT EXISTS (SELECT 1 FROM inbox AS i WHERE i.usr = e.usr AND i.floor >= e.seq)
        """;

    private const string Remove = """
        WITH taken AS (
            UPDATE entry AS e SET kind = 0, reference = NULL, content = NULL
            FROM unnest($1, $2) AS r (usr, seq) JOIN inbox AS i ON i.usr = r.usr AND i.floor < r.seq
            WHERE e.usr = r.usr AND e.seq = r.seq AND e.kind <> 0 RETURNING e.usr
        )
        UPDATE inbox AS i SET count = i.count - t.count
        FROM (SELECT usr, count(*) AS count FROM taken GROUP BY usr) AS t WHERE i.usr = t.usr
        """;

    private const string Notify = """
        INSERT INTO notified (usr, send_key, fingerprint, at) SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (usr, send_key) DO UPDATE SET fingerprint = excluded.fingerprint, at = excluded.at
        """;

    private readonly ViewWrites _views = new(script, ids);

    /// <summary>Adds the statements of some writes, of different Inboxes each.</summary>
    public void Add(IReadOnlyList<InboxWrite> writes)
    {
        var begun = writes.Where(write => write.Run.Expected == InboxSeqNo.None).Select(write => write.Run).ToList();
        if (begun.Count > 0)
        {
            script.Add(Begin)
                .With(begun.ConvertAll(run => ids.Of(run.Owner)).ToArray())
                .With(begun.ConvertAll(run => Times.Of(run.At)).ToArray());
        }
        AddEntries(writes);

        var due = writes.Where(IsCheckpoint).ToList();
        if (due.Count == 0) return;
        Checkpoints.Add(script, [.. due.Select(write => ids.Of(write.Run.Owner))]);
        AddRemoved(due);
        AddNotified(due);
        foreach (var write in due)
            if (write.Run.View is { } view) _views.Add(ids.Of(write.Run.Owner), view);
        foreach (var trimmed in due.Where(write => write.Trim is not null).GroupBy(write => write.Trim!.Value))
            Trims.Add(script, [.. trimmed.Select(write => ids.Of(write.Run.Owner))], trimmed.Key);
    }

    private static bool IsCheckpoint(InboxWrite write) => write.Trim is not null || write.Run switch
    {
        { Removed.Count: > 0 } or { Notified: not null } or { View: not null } => true,
        var run => run.Head.Value / CheckpointEvery > run.Expected.Value / CheckpointEvery,
    };

    private void AddEntries(IReadOnlyList<InboxWrite> writes)
    {
        var (following, others) = (new EntryRows(heads is null ? 0 : writes.Count), new EntryRows(heads is null ? writes.Count : 0));
        foreach (var write in writes)
        {
            var follows = heads?.TryTake(ids.Of(write.Run.Owner), write.Run.Expected.Value) is true;
            AddEntries(follows ? following : others, write.Run);
        }
        AddRows(Insert, following);
        AddRows(InsertAboveFloor, others);
    }

    private void AddRows(string insert, EntryRows rows)
    {
        if (rows.Users.Count == 0) return;
        script.Add(insert)
            .With(rows.Users.ToArray()).With(rows.Seqs.ToArray()).With(rows.Times.ToArray()).With(rows.Kinds.ToArray())
            .With(rows.Conversations.ToArray()).With(rows.References.ToArray()).With(rows.Contents.ToArray())
            .With(rows.Changes.ToArray())
            .Guards(rows.Users.Count);
    }

    /// <summary>The first row always follows the expected head, and the last one is the new head: holes stand in for
    /// entries that were taken in before they were stored.</summary>
    private void AddEntries(EntryRows rows, InboxRun run)
    {
        var (user, at) = (ids.Of(run.Owner), Times.Of(run.At));
        var (first, told) = (run.Expected.Value + 1, 0);
        if (run.Added.Count == 0 || run.Added[0].Seq.Value != first) rows.Add(user, first, at, Hole);
        for (var i = 0; i < run.Added.Count; i++)
        {
            var entry = run.Added[i];
            rows.Add(user, entry.Seq.Value, Times.Of(entry.At), (short)entry.Content.Kind);
            if (entry.Conversation is { } conversation) rows.Conversations[^1] = ids.Of(conversation);
            if (entry.Content is EntryContent.OfMessage { Seq: var seq }) rows.References[^1] = Places.Of(seq);
            else rows.Contents[^1] = StoredJson.Write(entry.Content);
            if (told < run.Told.Count && run.Told[told].Seq == entry.Seq) rows.Changes[^1] = run.Told[told++].Change.Value;
        }
        if (told < run.Told.Count) throw new InvalidOperationException($"A run of {run.Owner} tells what no entry brings.");
    }

    private void AddRemoved(List<InboxWrite> writes)
    {
        var removed = writes.SelectMany(write => write.Run.Removed.Select(seq => (write.Run.Owner, seq))).ToList();
        if (removed.Count == 0) return;
        script.Add(Remove)
            .With(removed.ConvertAll(one => ids.Of(one.Owner)).ToArray())
            .With(removed.ConvertAll(one => one.seq.Value).ToArray());
    }

    private void AddNotified(List<InboxWrite> writes)
    {
        var notified = writes.Where(write => write.Run.Notified is not null)
            .Select(write => (write.Run.Owner, Notified: write.Run.Notified!)).ToList();
        if (notified.Count == 0) return;
        script.Add(Notify)
            .With(notified.ConvertAll(one => ids.Of(one.Owner)).ToArray())
            .With(notified.ConvertAll(one => SendKeys.Of(one.Notified.SendKey)).ToArray())
            .With(notified.ConvertAll(one => MessageWrites.Bytes(one.Notified.Fingerprint)).ToArray())
            .With(notified.ConvertAll(one => Times.Of(one.Notified.At)).ToArray());
    }

    /// <summary>Rows of entries, column by column.</summary>
    private sealed class EntryRows(int about)
    {
        public List<int> Users { get; } = new(about);

        public List<long> Seqs { get; } = new(about);

        public List<long> Times { get; } = new(about);

        public List<short> Kinds { get; } = new(about);

        public List<int?> Conversations { get; } = new(about);

        public List<int?> References { get; } = new(about);

        public List<string?> Contents { get; } = new(about);

        public List<long?> Changes { get; } = new(about);

        public void Add(int user, long seq, long at, short kind)
        {
            Users.Add(user);
            Seqs.Add(seq);
            Times.Add(at);
            Kinds.Add(kind);
            Conversations.Add(null);
            References.Add(null);
            Contents.Add(null);
            Changes.Add(null);
        }
    }
}
