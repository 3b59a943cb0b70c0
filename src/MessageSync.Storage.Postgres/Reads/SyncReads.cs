using MessageSync.Inboxes;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Timelines;
using Npgsql;

namespace MessageSync.Storage.Postgres.Reads;

/// <summary>
/// Reads parts of Inboxes from one snapshot, in two questions: entries and large groups; then what their readers see of the
/// conversations, together with the messages.
/// </summary>
internal sealed class SyncReads(Database database)
{
    // The floor that the bounds come to: lower entries may still lie on disk. Nothing is counted where the entries asked for
    // cannot be too many. Times never decrease along seq, so nothing is aged where the oldest is not. Materialized: else all of
    // it is worked out anew for each entry of the page.
    private const string Entries = """
        WITH state AS MATERIALIZED (
            SELECT asked.*, i.floor, i.head AS checkpoint, i.count, greatest(
                i.head, (SELECT max(seq) FROM entry WHERE usr = i.usr AND seq > i.head)) AS head
            FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS asked (usr, after, most, kept, oldest, no)
                JOIN inbox AS i ON i.usr = asked.usr
        ), ends AS MATERIALIZED (
            SELECT no, usr, after, most, head, greatest(
                floor,
                CASE WHEN head - CASE WHEN after BETWEEN floor AND head THEN after ELSE floor END > kept THEN (
                    SELECT CASE WHEN n.count > 0 THEN (
                        SELECT seq FROM entry WHERE usr = state.usr AND seq > state.floor AND kind <> 0
                        ORDER BY seq OFFSET n.count - 1 LIMIT 1) END
                    FROM (
                        SELECT state.count + count(*) - state.kept AS count FROM entry
                        WHERE usr = state.usr AND seq > state.checkpoint AND kind <> 0
                    ) AS n) END,
                CASE WHEN (
                    SELECT at FROM entry WHERE usr = state.usr AND seq > state.floor AND kind <> 0
                    ORDER BY seq LIMIT 1) < oldest
                THEN (
                    SELECT seq FROM entry WHERE usr = state.usr AND seq > state.floor AND kind <> 0 AND at < state.oldest
                    ORDER BY seq DESC LIMIT 1) END) AS floor
            FROM state
        )
        SELECT ends.no, ends.head, ends.floor, page.* FROM ends LEFT JOIN LATERAL (
            SELECT seq, at, kind, conversation, reference, content FROM entry
            WHERE usr = ends.usr AND kind <> 0
                AND seq > CASE WHEN ends.after BETWEEN ends.floor AND ends.head THEN ends.after ELSE ends.floor END
            ORDER BY seq LIMIT ends.most
        ) AS page ON true ORDER BY ends.no, page.seq
        """;

    private const string LargeGroups = """
        SELECT asked.no, m.conversation, c.large_change, m.own_change, greatest(t.change, since.change), c.head,
            c.mutation_head
        FROM unnest($1, $2) WITH ORDINALITY AS asked (member, usr, no)
            JOIN member_interval AS m ON m.member = asked.member AND m.large AND m.left_change IS NULL
            JOIN conversation AS c ON c.n = m.conversation
            LEFT JOIN told AS t ON t.usr = asked.usr AND t.conversation = m.conversation
            LEFT JOIN LATERAL (
                SELECT max(e.change) AS change FROM inbox AS i JOIN entry AS e ON e.usr = i.usr AND e.seq > i.head
                WHERE i.usr = asked.usr AND e.conversation = m.conversation
            ) AS since ON true
        """;

    private readonly MessageReads _messages = new(database);

    /// <summary>Reads what was asked for.</summary>
    public async Task<IReadOnlyList<InboxSlice>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<InboxQuery> queries)
    {
        var users = await FindAsync(connection, queries.Select(query => query.Owner)).ConfigureAwait(false);
        List<Part> parts = [.. queries.Select(query => new Part(query, users.GetValueOrDefault(query.Owner.Value)))];
        await using (var script = Snapshot.Begin(connection))
        {
            AddEntries(script, parts);
            AddLargeGroups(script, [.. parts.Select(part => (part.Query.Owner, part.User))]);
            await using var row = await script.ReadAsync().ConfigureAwait(false);
            while (await row.ReadAsync().ConfigureAwait(false)) parts[(int)row.GetInt64(0) - 1].Add(row);
            await row.NextResultAsync().ConfigureAwait(false);
            while (await row.ReadAsync().ConfigureAwait(false)) parts[(int)row.GetInt64(0) - 1].Groups.Add(Group(row));
        }
        var ids = await NameAsync(connection, parts.SelectMany(part => part.Conversations)).ConfigureAwait(false);
        return await CompleteAsync(connection, parts, ids).ConfigureAwait(false);
    }

    /// <summary>The large groups that users are in.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<LargeGroup>>> ReadLargeGroupsAsync(
        NpgsqlConnection connection, IReadOnlyList<UserId> owners)
    {
        var users = await FindAsync(connection, owners).ConfigureAwait(false);
        var groups = owners.Select(_ => new List<UnnamedGroup>()).ToList();
        await using var script = new Script(connection);
        AddLargeGroups(script, [.. owners.Select(owner => (owner, users.GetValueOrDefault(owner.Value)))]);
        await using (var row = await script.ReadAsync().ConfigureAwait(false))
            while (await row.ReadAsync().ConfigureAwait(false)) groups[(int)row.GetInt64(0) - 1].Add(Group(row));
        var ids = await NameAsync(connection, groups.SelectMany(some => some).Select(one => one.Conversation))
            .ConfigureAwait(false);
        return [.. groups.Select(some => (IReadOnlyList<LargeGroup>)[.. some.Select(one => one.Name(ids))])];
    }

    /// <summary>Reads what belongs to the entries, and ends the snapshot.</summary>
    private async Task<IReadOnlyList<InboxSlice>> CompleteAsync(
        NpgsqlConnection connection, List<Part> parts, Dictionary<int, ConversationId> ids)
    {
        var slices = parts.ConvertAll(part => part.Slice(ids));
        List<(int Page, int Conversation, SeqNo Seq)> places =
            [.. parts.SelectMany((part, page) => part.Messages.Select(one => (page, one.Conversation, one.Seq)))];
        await using var script = new Script(connection);
        if (places.Count == 0)
        {
            await script.Add(Snapshot.End).RunAsync().ConfigureAwait(false);
            return slices.ConvertAll(slice => slice with { Shown = slice.Entries });
        }
        VisibleReads.Add(script, places.Select(one => parts[one.Page].Sight(one.Conversation)).ToHashSet());
        MessageReads.Add(
            script, [.. places.Select(one => one.Page)], [.. places.Select(one => one.Conversation)],
            [.. places.Select(one => Places.Of(one.Seq))]);
        script.Add(Snapshot.End);
        var row = await script.ReadAsync().ConfigureAwait(false);
        var visible = await VisibleReads.ReadAsync(row).ConfigureAwait(false);
        await row.NextResultAsync().ConfigureAwait(false);
        var pages = await _messages.ReadPagesAsync(connection, row, parts.Count).ConfigureAwait(false);

        var numbers = ids.ToDictionary(one => one.Value, one => one.Key);
        for (var i = 0; i < parts.Count; i++)
            slices[i] = await ShowAsync(connection, parts[i], slices[i], visible, numbers, pages[i]).ConfigureAwait(false);
        return slices;
    }

    /// <summary>Leaves out what the owner does not see.</summary>
    private async Task<InboxSlice> ShowAsync(
        NpgsqlConnection connection, Part part, InboxSlice slice, VisibleReads visible,
        Dictionary<ConversationId, int> numbers, IReadOnlyList<Message>? messages)
    {
        var (shown, spans) = SliceReading.Show(slice, id => visible.Find(part.User, numbers[id]));
        if (messages is null)
        {
            // A long one among them: read by spans, which read no body in vain. Newer than the snapshot maybe, never older.
            messages = await _messages.ReadAsync(connection, spans, Limits.PageBytesMax).ConfigureAwait(false);
            return slice with { Shown = shown, Messages = messages };
        }
        if (shown.Count == slice.Entries.Count) return slice with { Shown = shown, Messages = messages };

        var seen = shown.Where(entry => entry.Content is EntryContent.OfMessage)
            .Select(entry => (entry.Conversation!.Value, ((EntryContent.OfMessage)entry.Content).Seq)).ToHashSet();
        return slice with
        {
            Shown = shown,
            Messages = [.. messages.Where(message => seen.Contains((message.Conversation, message.Seq)))],
        };
    }

    private static void AddEntries(Script script, List<Part> parts) => script.Add(Entries)
        .With(parts.Select(part => part.User).ToArray())
        .With(parts.Select(part => part.After).ToArray())
        .With(parts.Select(part => (long)part.Query.Limit + 1).ToArray())
        .With(parts.Select(part => (long)part.Query.Bounds.EntriesMax).ToArray())
        .With(parts.Select(part => Times.Of(part.Query.Bounds.OldestAt)).ToArray());

    private static void AddLargeGroups(Script script, IReadOnlyList<(UserId Owner, int User)> owners) =>
        script.Add(LargeGroups)
            .With(owners.Select(one => one.Owner.Value).ToArray()).With(owners.Select(one => one.User).ToArray());

    private static UnnamedGroup Group(NpgsqlDataReader row) => new(
        row.GetInt32(1), new(row.GetInt64(2)), new(row.GetInt64(3)), new(row.LongOrZero(4)), new(row.GetInt32(5)),
        new(row.GetInt64(6)));

    private ValueTask<Dictionary<string, int>> FindAsync(NpgsqlConnection connection, IEnumerable<UserId> users) =>
        database.Users.FindAsync(connection, users.Select(user => user.Value));

    private async Task<Dictionary<int, ConversationId>> NameAsync(NpgsqlConnection connection, IEnumerable<int> numbers) =>
        (await database.Conversations.NameAsync(connection, numbers.Where(n => n != 0)).ConfigureAwait(false))
            .ToDictionary(one => one.Key, one => new ConversationId(one.Value));

    /// <summary>What is read for one query; conversations by their numbers until they are named.</summary>
    private sealed class Part(InboxQuery query, int user)
    {
        private readonly List<(InboxEntry Entry, int Conversation)> _page = [];
        private long _head;
        private long _floor;

        public InboxQuery Query => query;

        public int User => user;

        /// <summary>The position asked for; -1 for none of this life of the store.</summary>
        public long After => query.Asked is { } asked && asked.Epoch == query.Epoch ? asked.Seq.Value : -1;

        public List<UnnamedGroup> Groups { get; } = [];

        public IEnumerable<int> Conversations =>
            _page.Select(one => one.Conversation).Concat(Groups.Select(one => one.Conversation)).Where(n => n != 0);

        /// <summary>The messages that its entries refer to.</summary>
        public List<(int Conversation, SeqNo Seq)> Messages { get; } = [];

        public Sight Sight(int conversation) => new(query.Owner, user, conversation);

        /// <summary>Adds a row of <see cref="Entries"/>; there is one more entry than asked for where there are more.</summary>
        public void Add(NpgsqlDataReader row)
        {
            (_head, _floor) = (row.GetInt64(1), row.GetInt64(2));
            if (row.IsDBNull(3)) return;

            var (entry, conversation) = (EntryReads.Entry(row, null, 3), EntryReads.Conversation(row, 3));
            _page.Add((entry, conversation));
            if (entry.Content is EntryContent.OfMessage { Seq: var seq } && _page.Count <= query.Limit)
                Messages.Add((conversation, seq));
        }

        public InboxSlice Slice(Dictionary<int, ConversationId> ids)
        {
            var (after, reset) = SyncStart.Of(query.Asked, query.Epoch, new(_head), new(_floor));
            return new(
                new(_head), after, reset,
                [.. _page.Take(query.Limit).Select(one =>
                    one.Entry with { Conversation = one.Conversation == 0 ? null : ids[one.Conversation] })],
                _page.Count > query.Limit)
            {
                LargeGroups = [.. Groups.Select(one => one.Name(ids))],
            };
        }
    }

    /// <summary>A large group whose conversation is yet to be named.</summary>
    private readonly record struct UnnamedGroup(
        int Conversation, ChangeNo Change, ChangeNo Own, ChangeNo Known, SeqNo Head, ChangeNo MutationHead)
    {
        public LargeGroup Name(Dictionary<int, ConversationId> ids) =>
            new(ids[Conversation], Change, Known, Known < Own, Head, MutationHead);
    }
}
