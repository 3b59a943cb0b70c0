using MessageSync.Inboxes;
using MessageSync.Storage.Postgres.Engine;
using Npgsql;

namespace MessageSync.Storage.Postgres.Reads;

/// <summary>
/// Reads a part of an Inbox from one snapshot, in two questions: entries and large groups; then what their reader sees of
/// the conversations, together with the messages.
/// </summary>
internal sealed class SyncReads(Database database)
{
    // The floor that the bounds come to: lower entries may still lie on disk. Times never decrease along seq, so nothing is
    // aged where the oldest is not.
    private const string Entries = """
        WITH state AS (
            SELECT i.floor, greatest(i.head, since.head) AS head, i.count + since.count AS count
            FROM inbox AS i, LATERAL (
                SELECT max(seq) AS head, count(*) FILTER (WHERE kind <> 0) AS count
                FROM entry WHERE usr = i.usr AND seq > i.head
            ) AS since WHERE i.usr = $1
        ), ends AS (
            SELECT head, greatest(
                floor,
                CASE WHEN count > $2 THEN (
                    SELECT seq FROM entry WHERE usr = $1 AND seq > state.floor AND kind <> 0
                    ORDER BY seq OFFSET state.count - $2 - 1 LIMIT 1) END,
                CASE WHEN (
                    SELECT at FROM entry WHERE usr = $1 AND seq > state.floor AND kind <> 0 ORDER BY seq LIMIT 1) < $3
                THEN (
                    SELECT seq FROM entry WHERE usr = $1 AND seq > state.floor AND kind <> 0 AND at < $3
                    ORDER BY seq DESC LIMIT 1) END) AS floor
            FROM state
        )
        SELECT ends.head, ends.floor, page.* FROM ends LEFT JOIN LATERAL (
            SELECT seq, at, kind, conversation, reference, content FROM entry
            WHERE usr = $1 AND kind <> 0
                AND seq > CASE WHEN $4 BETWEEN ends.floor AND ends.head THEN $4 ELSE ends.floor END
            ORDER BY seq LIMIT $5
        ) AS page ON true ORDER BY page.seq
        """;

    private const string LargeGroups = """
        SELECT m.conversation, c.large_change, m.own_change, greatest(t.change, since.change), c.head, c.mutation_head
        FROM member_interval AS m
            JOIN conversation AS c ON c.n = m.conversation
            LEFT JOIN told AS t ON t.usr = $2 AND t.conversation = m.conversation
            LEFT JOIN LATERAL (
                SELECT max(e.change) AS change FROM inbox AS i JOIN entry AS e ON e.usr = i.usr AND e.seq > i.head
                WHERE i.usr = $2 AND e.conversation = m.conversation
            ) AS since ON true
        WHERE m.member = $1 AND m.large AND m.left_change IS NULL
        """;

    private readonly MessageReads _messages = new(database);

    /// <summary>Reads what was asked for.</summary>
    public async Task<InboxSlice> ReadAsync(NpgsqlConnection connection, InboxQuery query)
    {
        var user = await database.Users.FindAsync(connection, query.Owner.Value).ConfigureAwait(false);
        var bounds = query.Bounds;
        var asked = query.Asked is { } cursor && cursor.Epoch == query.Epoch ? cursor.Seq.Value : -1;

        var page = new List<(int Conversation, Func<ConversationId?, InboxEntry> Make)>();
        var (head, floor, groups) = (0L, 0L, new List<(int Conversation, Func<ConversationId, LargeGroup> Make)>());
        await using (var script = Snapshot.Begin(connection).Add(Entries)
            .With(user).With((long)bounds.EntriesMax).With(Times.Of(bounds.OldestAt)).With(asked)
            .With((long)query.Limit + 1))
        {
            AddLargeGroups(script, query.Owner, user);
            await using var row = await script.ReadAsync().ConfigureAwait(false);
            while (await row.ReadAsync().ConfigureAwait(false))
            {
                (head, floor) = (row.GetInt64(0), row.GetInt64(1));
                if (row.IsDBNull(2)) continue;
                var entry = EntryReads.Entry(row, null, 2);
                page.Add((EntryReads.Conversation(row, 2), id => entry with { Conversation = id }));
            }
            await row.NextResultAsync().ConfigureAwait(false);
            groups = await ReadLargeGroupsAsync(row).ConfigureAwait(false);
        }
        var ids = await NameAsync(
            connection, page.Select(one => one.Conversation).Concat(groups.Select(one => one.Conversation)))
            .ConfigureAwait(false);
        var (after, reset) = SyncStart.Of(query.Asked, query.Epoch, new(head), new(floor));
        var slice = new InboxSlice(
            new(head), new(floor), after, reset,
            [.. page.Take(query.Limit).Select(one => one.Make(one.Conversation == 0 ? null : ids[one.Conversation]))],
            page.Count > query.Limit)
        {
            LargeGroups = [.. groups.Select(one => one.Make(ids[one.Conversation]))],
        };
        slice = await CompleteAsync(connection, slice, query.Owner, user, ids).ConfigureAwait(false);
        await using var end = new Script(connection).Add(Snapshot.End);
        await end.RunAsync().ConfigureAwait(false);
        return slice;
    }

    /// <summary>The large groups that a user is in.</summary>
    public async Task<IReadOnlyList<LargeGroup>> ReadLargeGroupsAsync(NpgsqlConnection connection, UserId owner)
    {
        var user = await database.Users.FindAsync(connection, owner.Value).ConfigureAwait(false);
        await using var script = new Script(connection);
        AddLargeGroups(script, owner, user);
        List<(int Conversation, Func<ConversationId, LargeGroup> Make)> groups;
        await using (var row = await script.ReadAsync().ConfigureAwait(false))
            groups = await ReadLargeGroupsAsync(row).ConfigureAwait(false);
        var ids = await NameAsync(connection, groups.Select(one => one.Conversation)).ConfigureAwait(false);
        return [.. groups.Select(one => one.Make(ids[one.Conversation]))];
    }

    private async Task<InboxSlice> CompleteAsync(
        NpgsqlConnection connection, InboxSlice slice, UserId owner, int user, Dictionary<int, ConversationId> ids)
    {
        var places = slice.Entries
            .Where(entry => entry.Content is EntryContent.OfMessage)
            .Select(entry => (Conversation: entry.Conversation!.Value, ((EntryContent.OfMessage)entry.Content).Seq))
            .ToList();
        if (places.Count == 0) return slice with { Shown = slice.Entries };

        var numbers = ids.ToDictionary(one => one.Value, one => one.Key);
        await using var script = new Script(connection);
        ViewReads.Add(script, owner, user, [.. places.Select(place => numbers[place.Conversation]).Distinct()]);
        MessageReads.Add(
            script, [.. places.Select(place => numbers[place.Conversation])], [.. places.Select(place => Places.Of(place.Seq))]);
        var row = await script.ReadAsync().ConfigureAwait(false);
        var views = await ViewReads.ReadAsync(row, owner, ids).ConfigureAwait(false);
        await row.NextResultAsync().ConfigureAwait(false);
        var messages = await _messages.ReadAsync(connection, row).ConfigureAwait(false);

        var (shown, spans) = SliceReading.Show(slice, id => views.Find(numbers[id])?.Visible() ?? SeqRanges.Empty);
        if (shown.Count < slice.Entries.Count)
        {
            var seen = shown.Where(entry => entry.Content is EntryContent.OfMessage)
                .Select(entry => (entry.Conversation!.Value, ((EntryContent.OfMessage)entry.Content).Seq)).ToHashSet();
            messages = messages.Count == places.Count
                ? [.. messages.Where(message => seen.Contains((message.Conversation, message.Seq)))]
                // What they do not see took room.
                : await _messages.ReadAsync(connection, spans, Limits.PageBytesMax).ConfigureAwait(false);
        }
        return slice with { Shown = shown, Messages = messages };
    }

    private static void AddLargeGroups(Script script, UserId owner, int user) =>
        script.Add(LargeGroups).With(owner.Value).With(user);

    private static async Task<List<(int Conversation, Func<ConversationId, LargeGroup> Make)>> ReadLargeGroupsAsync(
        NpgsqlDataReader row)
    {
        var groups = new List<(int, Func<ConversationId, LargeGroup>)>();
        while (await row.ReadAsync().ConfigureAwait(false))
        {
            var (large, own, known) = (row.GetInt64(1), row.GetInt64(2), row.LongOrZero(3));
            var (head, mutationHead) = (row.GetInt32(4), row.GetInt64(5));
            groups.Add((
                row.GetInt32(0),
                id => new(id, new(large), new(known), known < own, new(head), new(mutationHead))));
        }
        return groups;
    }

    private async Task<Dictionary<int, ConversationId>> NameAsync(NpgsqlConnection connection, IEnumerable<int> numbers) =>
        (await database.Conversations.NameAsync(connection, numbers.Where(n => n != 0)).ConfigureAwait(false))
            .ToDictionary(one => one.Key, one => new ConversationId(one.Value));
}
