using MessageSync.Inboxes;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;
using Npgsql;

namespace MessageSync.Storage.Postgres.Reads;

/// <summary>Reads what the grain of an Inbox decides with: the state of its checkpoint, and the few entries since.</summary>
internal sealed class InboxReads(Database database)
{
    private const string State = """
        SELECT greatest(i.head, since.head), greatest(i.last_at, since.at), i.count + since.count
        FROM inbox AS i, LATERAL (
            SELECT max(seq) AS head, max(at) AS at, count(*) FILTER (WHERE kind <> 0) AS count
            FROM entry WHERE usr = i.usr AND seq > i.head
        ) AS since WHERE i.usr = $1
        """;

    private const string ToldOf = """
        SELECT conversation, max(change) FROM (
            SELECT conversation, change FROM told WHERE usr = $1 AND conversation = ANY($2)
            UNION ALL
            SELECT e.conversation, e.change FROM inbox AS i
                JOIN entry AS e ON e.usr = i.usr AND e.seq > i.head
                WHERE i.usr = $1 AND e.conversation = ANY($2) AND e.change IS NOT NULL
        ) AS told WHERE change > 0 GROUP BY conversation
        """;

    private const string Merging = """
        SELECT e.seq, e.at, e.kind, e.conversation, e.reference, e.content, wanted.no
        FROM unnest($2, $3, $4) WITH ORDINALITY AS wanted (conversation, kinds, reference, no)
            JOIN inbox AS i ON i.usr = $1
            JOIN entry AS e ON e.usr = $1 AND e.conversation = wanted.conversation AND e.kind NOT IN (0, 1, 5)
                AND e.seq > i.floor
                AND (e.kind = wanted.kinds OR (wanted.kinds = 6 AND e.kind = 7))
                AND (wanted.reference = 0 OR e.reference = wanted.reference)
        ORDER BY wanted.no, e.seq
        """;

    private const string NotifiedBy = "SELECT fingerprint, at FROM notified WHERE usr = $1 AND send_key = $2";

    private const string Devices = """
        SELECT device, acked_epoch, acked_seq, last_seen_at FROM device WHERE usr = $1 ORDER BY device
        """;

    /// <summary>The state of an Inbox.</summary>
    public async Task<Inbox> LoadAsync(NpgsqlConnection connection, UserId owner)
    {
        var user = await database.Users.FindAsync(connection, owner.Value).ConfigureAwait(false);
        if (user == 0) return Inbox.Empty(owner);

        await using var script = new Script(connection).Add(State).With(user);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false)
            ? new(owner, new(row.GetInt64(0)), row.Time(1), (int)row.GetInt64(2))
            : Inbox.Empty(owner);
    }

    /// <summary>What is told, and what may be merged with.</summary>
    public async Task<InboxFacts> ReadFactsAsync(
        NpgsqlConnection connection, UserId owner, IReadOnlyCollection<ConversationId> conversations,
        IReadOnlyCollection<MergeKey> merging)
    {
        var told = new Dictionary<ConversationId, ChangeNo>();
        var entries = new Dictionary<MergeKey, IReadOnlyList<InboxEntry>>();
        var user = await database.Users.FindAsync(connection, owner.Value).ConfigureAwait(false);
        var numbers = await database.Conversations.FindAsync(
            connection,
            conversations.Concat(merging.Select(key => key.Conversation)).Select(id => id.Value)
                .ToHashSet(StringComparer.Ordinal)).ConfigureAwait(false);
        if (user == 0 || numbers.Count == 0) return new(told, entries);

        var ids = numbers.ToDictionary(one => one.Value, one => new ConversationId(one.Key));
        var keys = merging.ToList();
        await using var script = Snapshot.Begin(connection)
            .Add(ToldOf).With(user)
            .With(conversations.Select(id => numbers.GetValueOrDefault(id.Value)).ToArray());
        if (keys.Count > 0)
        {
            script.Add(Merging).With(user)
                .With(keys.Select(key => numbers.GetValueOrDefault(key.Conversation.Value)).ToArray())
                .With(keys.Select(key => (short)key.Kind).ToArray())
                .With(keys.Select(key => Places.Of(key.Seq)).ToArray());
        }
        script.Add(Snapshot.End);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false)) told[ids[row.GetInt32(0)]] = new(row.GetInt64(1));
        if (keys.Count == 0) return new(told, entries);

        await row.NextResultAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            var key = keys[(int)row.GetInt64(6) - 1];
            if (!entries.TryGetValue(key, out var older)) entries[key] = older = new List<InboxEntry>();
            ((List<InboxEntry>)older).Add(EntryReads.Entry(row, key.Conversation));
        }
        return new(told, entries);
    }

    /// <summary>A notification by its key; null when none is known.</summary>
    public async Task<Notified?> FindAsync(NpgsqlConnection connection, UserId owner, SendKey key)
    {
        var user = await database.Users.FindAsync(connection, owner.Value).ConfigureAwait(false);
        await using var script = new Script(connection).Add(NotifiedBy).With(user).With(key.Value);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false)
            ? new(key, Fingerprint.Read(row.GetFieldValue<byte[]>(0)), row.Time(1))
            : null;
    }

    /// <summary>The devices of a user, by id.</summary>
    public async Task<IReadOnlyList<DeviceCursor>> ReadDevicesAsync(NpgsqlConnection connection, UserId owner)
    {
        var user = await database.Users.FindAsync(connection, owner.Value).ConfigureAwait(false);
        var devices = new List<DeviceCursor>();
        await using var script = new Script(connection).Add(Devices).With(user);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            InboxCursor? acked = row.Text(1) is { } epoch ? new(new Epoch(epoch), new(row.GetInt64(2))) : null;
            devices.Add(new(new(row.GetString(0)), acked, row.Time(3)));
        }
        return devices;
    }
}
