using MessageSync.Inboxes;
using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Stored;
using MessageSync.Timelines;

namespace MessageSync.Storage.Sqlite.Reads;

/// <summary>Reads what the grain of an Inbox decides with.</summary>
internal static class InboxReads
{
    private const string State = "SELECT head, last_at, count FROM inbox WHERE user = ?";

    private const string ToldOf = "SELECT change FROM told WHERE user = ? AND conversation = ? AND change > 0";

    private const string MergingWith = """
        SELECT seq, at, kind, conversation, reference, content FROM entry
        WHERE user = ?1 AND conversation = ?2 AND kind = ?3 AND kind <> 1 AND kind <> 5 ORDER BY seq
        """;

    private const string MutationsOf = """
        SELECT seq, at, kind, conversation, reference, content FROM entry
        WHERE user = ?1 AND conversation = ?2 AND kind IN (6, 7) AND kind <> 1 AND kind <> 5 AND reference = ?3
        ORDER BY seq
        """;

    private const string NotifiedBy = "SELECT fingerprint, at FROM notified WHERE user = ? AND send_key = ?";

    private const string Devices = """
        SELECT device, acked_epoch, acked_seq, last_seen_at FROM device WHERE user = ? ORDER BY device
        """;

    /// <summary>The state of an Inbox.</summary>
    public static Inbox Load(Session session, UserId owner)
    {
        using var row = session.Sql(State).Bind(session.Users.Find(owner.Value));
        return row.Step() ? new(owner, new(row.Long(0)), row.Time(1), row.Int(2)) : Inbox.Empty(owner);
    }

    /// <summary>What is told, and what may be merged with.</summary>
    public static InboxFacts Facts(
        Session session, UserId owner, IReadOnlyCollection<ConversationId> conversations,
        IReadOnlyCollection<MergeKey> merging)
    {
        var user = session.Users.Find(owner.Value);
        var told = new Dictionary<ConversationId, ChangeNo>();
        foreach (var conversation in conversations)
        {
            using var row = session.Sql(ToldOf).Bind(user).Bind(session.Conversations.Find(conversation.Value));
            if (row.Step()) told[conversation] = new(row.Long(0));
        }
        var entries = new Dictionary<MergeKey, IReadOnlyList<InboxEntry>>();
        foreach (var key in merging)
            if (Merging(session, user, key) is { Count: > 0 } older) entries[key] = older;
        return new(told, entries);
    }

    private static List<InboxEntry> Merging(Session session, long user, MergeKey key)
    {
        var entries = new List<InboxEntry>();
        using var row = session.Sql(key.Kind == EntryKind.Edited ? MutationsOf : MergingWith)
            .Bind(user).Bind(session.Conversations.Find(key.Conversation.Value))
            .Bind(key.Kind == EntryKind.Edited ? key.Seq.Value : (long)key.Kind);
        while (row.Step()) entries.Add(Entry(row, key.Conversation));
        return entries;
    }

    /// <summary>A notification by its key; null when none is known.</summary>
    public static Notified? Find(Session session, UserId owner, SendKey key)
    {
        using var row = session.Sql(NotifiedBy).Bind(session.Users.Find(owner.Value)).Bind(key.Value);
        return row.Step() ? new(key, Fingerprint.Read(row.Bytes(0)), row.Time(1)) : null;
    }

    /// <summary>The devices of a user, by id.</summary>
    public static IReadOnlyList<DeviceCursor> ReadDevices(Session session, UserId owner)
    {
        var devices = new List<DeviceCursor>();
        using var row = session.Sql(Devices).Bind(session.Users.Find(owner.Value));
        while (row.Step())
        {
            InboxCursor? acked = row.IsNull(1) ? null : new(new Epoch(row.Text(1)), new(row.Long(2)));
            devices.Add(new(new(row.Text(0)), acked, row.Time(3)));
        }
        return devices;
    }

    /// <summary>An entry, of a row of seq, at, kind, conversation, reference and content.</summary>
    public static InboxEntry Entry(Statement row, ConversationId? conversation) => new(
        new(row.Long(0)), row.Time(1), conversation,
        (EntryKind)row.Int(2) switch
        {
            EntryKind.Message => new EntryContent.Message(new(row.Long(4))),
            EntryKind.Edited => new EntryContent.Edited(new(row.Long(4))),
            EntryKind.Recalled => new EntryContent.Recalled(new(row.Long(4))),
            _ => StoredJson.ReadContent(row.Bytes(5)),
        });
}
