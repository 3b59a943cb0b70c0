using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Postgres.Reads;
using MessageSync.Timelines;
using Npgsql;

namespace MessageSync.Storage.Postgres;

/// <summary>Timelines of the database.</summary>
internal sealed class PostgresTimelineStore(Database database) : ITimelineStore
{
    private readonly MessageReads _messages = new(database);
    private readonly Gathered<ConversationId, Timeline?> _states = new(database, new TimelineReads(database).LoadAsync);

    public Task<Timeline?> LoadAsync(ConversationId conversation, CancellationToken ct) =>
        _states.ReadAsync(conversation, ct);

    public Task<IReadOnlyList<KnownSend?>> FindSendsAsync(
        ConversationId conversation, IReadOnlyList<(UserId Sender, SendKey Key)> keys, CancellationToken ct) =>
        database.ReadAsync(connection => _messages.FindAsync(connection, conversation, keys), ct);

    public Task<IReadOnlyList<ConversationView?>> ReadViewsAsync(
        UserId? user, IReadOnlyList<ConversationId> conversations, CancellationToken ct) =>
        database.ReadAsync(connection => ReadViewsAsync(connection, user, conversations), ct);

    public Task<IReadOnlyList<Message>> ReadMessagesAsync(
        IReadOnlyList<MessageSpan> spans, long bytesMax, CancellationToken ct) =>
        database.ReadAsync(connection => _messages.ReadAsync(connection, spans, bytesMax), ct);

    public Task<IReadOnlyList<MessageTarget?>> ReadTargetsAsync(
        ConversationId conversation, IReadOnlyList<(UserId? User, SeqNo Seq)> asked, CancellationToken ct) =>
        database.ReadAsync(
            async connection =>
            {
                var targets = new List<MessageTarget?>(asked.Count);
                foreach (var (user, seq) in asked)
                    targets.Add(await ReadTargetAsync(connection, conversation, user, seq).ConfigureAwait(false));
                return (IReadOnlyList<MessageTarget?>)targets;
            },
            ct);

    public Task<IReadOnlyList<Message>> ReadMutationsAsync(MutationsQuery query, CancellationToken ct) =>
        database.ReadAsync(connection => _messages.ReadMutationsAsync(connection, query), ct);

    public Task<ChangeNo> LastMutationAsync(ConversationId conversation, SeqRanges of, CancellationToken ct) =>
        database.ReadAsync(connection => _messages.LastMutationAsync(connection, conversation, of), ct);

    public Task<SeqNo> FirstAtOrAfterAsync(ConversationId conversation, DateTimeOffset time, CancellationToken ct) =>
        database.ReadAsync(connection => _messages.FirstAtOrAfterAsync(connection, conversation, time), ct);

    public Task<IReadOnlyList<MemberInterval>> ReadMembersAsync(
        ConversationId conversation, ChangeNo at, UserId? after, int limit, CancellationToken ct) =>
        database.ReadAsync(
            async connection =>
            {
                var n = await database.Conversations.FindAsync(connection, conversation.Value).ConfigureAwait(false);
                await using var script = new Script(connection).Add(MemberReads.PresentAt)
                    .With(n).With(after?.Value ?? "").With(at.Value).With(limit);
                await using var row = await script.ReadAsync().ConfigureAwait(false);
                var members = new List<MemberInterval>();
                while (await row.ReadAsync().ConfigureAwait(false)) members.Add(MemberReads.Interval(row));
                return (IReadOnlyList<MemberInterval>)members;
            },
            ct);

    private async Task<IReadOnlyList<ConversationView?>> ReadViewsAsync(
        NpgsqlConnection connection, UserId? viewer, IReadOnlyList<ConversationId> conversations)
    {
        var user = viewer is { } member
            ? await database.Users.FindAsync(connection, member.Value).ConfigureAwait(false)
            : 0;
        var numbers = await database.Conversations
            .FindAsync(connection, conversations.Select(id => id.Value))
            .ConfigureAwait(false);
        if (numbers.Count == 0) return new ConversationView?[conversations.Count];

        await using var script = Snapshot.Begin(connection);
        if (viewer is { } eyes) ViewReads.Add(script, [.. numbers.Values.Select(n => new Sight(eyes, user, n))]);
        else ViewReads.Add(script, [.. numbers.Values]);
        script.Add(Snapshot.End);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        var views = await ViewReads
            .ReadAsync(row, ofUsers: viewer is not null, numbers.ToDictionary(one => one.Value, one => new ConversationId(one.Key)))
            .ConfigureAwait(false);
        return [.. conversations.Select(id => views.Find(user, numbers.GetValueOrDefault(id.Value)))];
    }

    private async Task<MessageTarget?> ReadTargetAsync(
        NpgsqlConnection connection, ConversationId conversation, UserId? user, SeqNo seq)
    {
        if ((await ReadViewsAsync(connection, user, [conversation]).ConfigureAwait(false))[0] is not { } view) return null;

        var seen = user is null ? view.All() : view.Visible();
        if (!seen.Contains(seq)) return null;

        var message = await _messages
            .ReadAsync(connection, [new(conversation, seq, seq)], long.MaxValue).ConfigureAwait(false);
        return new(
            message.Single(),
            MessageTarget.HasReturned(view) ? await ReadReturnedAsync(connection, conversation, seq).ConfigureAwait(false) : []);
    }

    private async Task<IReadOnlyList<UserId>> ReadReturnedAsync(
        NpgsqlConnection connection, ConversationId conversation, SeqNo seq)
    {
        var n = await database.Conversations.FindAsync(connection, conversation.Value).ConfigureAwait(false);
        await using var script = new Script(connection).Add(MemberReads.Returned).With(n).With(Places.Of(seq));
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        var users = new List<UserId>();
        while (await row.ReadAsync().ConfigureAwait(false)) users.Add(new(row.GetString(0)));
        return users;
    }
}
