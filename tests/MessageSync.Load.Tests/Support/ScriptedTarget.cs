using MessageSync.Load.Targets;
using MessageSync.Timelines;

namespace MessageSync.Load.Tests.Support;

/// <summary>A target that shows each Inbox as a test says, page after page, and knows the messages that it is told.
/// </summary>
internal sealed class ScriptedTarget(params InboxPage[] pages) : ITarget
{
    private int _shown;

    public string Description => "scripted";

    /// <summary>What the history holds.</summary>
    public HashSet<SeqNo> History { get; init; } = [];

    /// <summary>A page with messages of one conversation, the last one of its Inbox.</summary>
    public static InboxPage Page(ConversationId conversation, params long[] seqs) => new(
        [.. seqs.Select(seq => new InboxItem(ItemKind.Message, conversation, new(seq)))],
        "cursor", More: false, Trimmed: false);

    public Task<Reply<InboxPage>> SyncAsync(UserId user, DeviceId device, InboxQuery query, CancellationToken ct) =>
        Task.FromResult<Reply<InboxPage>>(query.Limit > 0 && _shown < pages.Length
            ? pages[_shown++]
            : new InboxPage([], "cursor", More: false, Trimmed: false));

    /// <summary>What its streams are, one after the other.</summary>
    public Queue<Func<CancellationToken, Reply<OpenedStream>>> Streams { get; init; } = [];

    /// <summary>The positions that streams were opened at.</summary>
    public List<string?> Opened { get; init; } = [];

    public Task<Reply<OpenedStream>> StreamAsync(
        UserId user, DeviceId device, string? cursor, CancellationToken ct)
    {
        Opened.Add(cursor);
        return Task.FromResult(Streams.Dequeue()(ct));
    }

    public Task<Reply<Messages>> SomeAsync(
        UserId user, ConversationId id, IReadOnlyList<SeqNo> seqs, CancellationToken ct) =>
        Task.FromResult<Reply<Messages>>(new Messages([.. seqs.Where(History.Contains)]));

    public Task<Reply<Done>> CreateGroupAsync(ConversationId id, IReadOnlyList<UserId> members, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<Reply<CreatedDirect>> CreateDirectAsync(UserId user, UserId with, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<Reply<Done>> ChangeMembersAsync(
        ConversationId id, IReadOnlyList<UserId> add, IReadOnlyList<UserId> remove, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<Reply<Sent>> SendAsync(
        UserId sender, ConversationId id, SendKey key, MessageBody body, CancellationToken ct) =>
        throw new NotSupportedException();

    public Task<Reply<Messages>> RoamAsync(
        UserId user, ConversationId id, SeqNo? before, int limit, CancellationToken ct) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
