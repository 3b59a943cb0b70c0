using MessageSync.Inboxes;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;
using Npgsql;

namespace MessageSync.Storage.Postgres.Reads;

/// <summary>Reads what the grain of an Inbox decides with: the state of its checkpoint, and the few entries since.</summary>
internal sealed class InboxReads(Database database)
{
    private const string State = """
        SELECT i.usr, greatest(i.head, since.head), greatest(i.last_at, since.at), i.count + since.count
        FROM inbox AS i, LATERAL (
            SELECT max(seq) AS head, max(at) AS at, count(*) FILTER (WHERE kind <> 0) AS count
            FROM entry WHERE usr = i.usr AND seq > i.head
        ) AS since WHERE i.usr = ANY($1)
        """;

    private const string ToldOf = """
        SELECT asked.no, greatest(t.change, since.change)
        FROM unnest($1, $2) WITH ORDINALITY AS asked (usr, conversation, no)
            LEFT JOIN told AS t ON t.usr = asked.usr AND t.conversation = asked.conversation
            LEFT JOIN LATERAL (
                SELECT max(e.change) AS change FROM inbox AS i JOIN entry AS e ON e.usr = i.usr AND e.seq > i.head
                WHERE i.usr = asked.usr AND e.conversation = asked.conversation
            ) AS since ON true
        WHERE greatest(t.change, since.change) > 0
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
        SELECT device, acked_epoch, acked_seq, last_seen_at, usr FROM device WHERE usr = ANY($1) ORDER BY usr, device
        """;

    /// <summary>Loads Inboxes.</summary>
    public async Task<IReadOnlyList<Inbox>> LoadAsync(NpgsqlConnection connection, IReadOnlyList<UserId> owners)
    {
        var numbers = await FindAsync(connection, owners).ConfigureAwait(false);
        var states = new Dictionary<int, (InboxSeqNo Head, DateTimeOffset LastAt, int Count)>();
        if (numbers.Count > 0)
        {
            await using var script = new Script(connection).Add(State).With(numbers.Values.ToArray());
            await using var row = await script.ReadAsync().ConfigureAwait(false);
            while (await row.ReadAsync().ConfigureAwait(false))
                states[row.GetInt32(0)] = (new(row.GetInt64(1)), row.Time(2), (int)row.GetInt64(3));
        }
        return [.. owners.Select(owner => states.TryGetValue(numbers.GetValueOrDefault(owner.Value), out var state)
            ? new Inbox(owner, state.Head, state.LastAt, state.Count)
            : Inbox.Empty(owner))];
    }

    /// <summary>How far Inboxes were told of conversations; none where they were not.</summary>
    public async Task<IReadOnlyList<ChangeNo>> ReadToldAsync(
        NpgsqlConnection connection, IReadOnlyList<(UserId Owner, ConversationId Conversation)> asked)
    {
        var users = await FindAsync(connection, asked.Select(one => one.Owner)).ConfigureAwait(false);
        var numbers = await FindAsync(connection, asked.Select(one => one.Conversation)).ConfigureAwait(false);
        var told = new ChangeNo[asked.Count];
        if (users.Count == 0 || numbers.Count == 0) return told;

        await using var script = new Script(connection).Add(ToldOf)
            .With(asked.Select(one => users.GetValueOrDefault(one.Owner.Value)).ToArray())
            .With(asked.Select(one => numbers.GetValueOrDefault(one.Conversation.Value)).ToArray());
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false)) told[row.GetInt64(0) - 1] = new(row.GetInt64(1));
        return told;
    }

    /// <summary>The entries of an Inbox that a newer one takes in.</summary>
    public async Task<IReadOnlyDictionary<MergeKey, IReadOnlyList<InboxEntry>>> ReadMergingAsync(
        NpgsqlConnection connection, UserId owner, IReadOnlyCollection<MergeKey> merging)
    {
        var entries = new Dictionary<MergeKey, IReadOnlyList<InboxEntry>>();
        var user = await database.Users.FindAsync(connection, owner.Value).ConfigureAwait(false);
        var numbers = await FindAsync(connection, merging.Select(key => key.Conversation)).ConfigureAwait(false);
        if (user == 0 || numbers.Count == 0) return entries;

        var keys = merging.ToList();
        await using var script = new Script(connection).Add(Merging).With(user)
            .With(keys.Select(key => numbers.GetValueOrDefault(key.Conversation.Value)).ToArray())
            .With(keys.Select(key => (short)key.Kind).ToArray())
            .With(keys.Select(key => Places.Of(key.Seq)).ToArray());
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            var key = keys[(int)row.GetInt64(6) - 1];
            if (!entries.TryGetValue(key, out var older)) entries[key] = older = new List<InboxEntry>();
            ((List<InboxEntry>)older).Add(EntryReads.Entry(row, key.Conversation));
        }
        return entries;
    }

    /// <summary>A notification by its key; null when none is known.</summary>
    public async Task<Notified?> FindAsync(NpgsqlConnection connection, UserId owner, SendKey key)
    {
        var user = await database.Users.FindAsync(connection, owner.Value).ConfigureAwait(false);
        await using var script = new Script(connection).Add(NotifiedBy).With(user).With(SendKeys.Of(key));
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false)
            ? new(key, Fingerprint.Read(row.GetFieldValue<byte[]>(0)), row.Time(1))
            : null;
    }

    /// <summary>The devices of users, by id.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<DeviceCursor>>> ReadDevicesAsync(
        NpgsqlConnection connection, IReadOnlyList<UserId> owners)
    {
        var users = await FindAsync(connection, owners).ConfigureAwait(false);
        var devices = users.Values.ToDictionary(user => user, _ => new List<DeviceCursor>());
        await using var script = new Script(connection).Add(Devices).With(users.Values.ToArray());
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            InboxCursor? acked = row.Text(1) is { } epoch ? new(new Epoch(epoch), new(row.GetInt64(2))) : null;
            devices[row.GetInt32(4)].Add(new(new(row.GetString(0)), acked, row.Time(3)));
        }
        return [.. owners.Select(owner => devices.GetValueOrDefault(users.GetValueOrDefault(owner.Value)) ?? [])];
    }

    private ValueTask<Dictionary<string, int>> FindAsync(NpgsqlConnection connection, IEnumerable<UserId> users) =>
        database.Users.FindAsync(connection, users.Select(id => id.Value));

    private ValueTask<Dictionary<string, int>> FindAsync(
        NpgsqlConnection connection, IEnumerable<ConversationId> conversations) =>
        database.Conversations.FindAsync(connection, conversations.Select(id => id.Value));
}
