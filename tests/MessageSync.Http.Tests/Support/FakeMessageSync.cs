using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Http.Tests;

/// <summary>Answers what a test put in, and remembers what it was asked. An operation that a test did not prepare
/// answers a harmless value.</summary>
internal sealed class FakeMessageSync : IMessageSync
{
    private static readonly Epoch s_epoch = new("00000000");
    private static readonly DateTimeOffset s_noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What every operation answers; null for the harmless value.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>What every operation throws; null for nothing.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Who called last; null while nobody has.</summary>
    public Caller? LastCaller { get; private set; }

    /// <summary>What was asked last, besides the caller.</summary>
    public IReadOnlyList<object?> LastArguments { get; private set; } = [];

    public Conversation Conversation { get; set; } = null!;

    public SyncReply Sync { get; set; } = null!;

    public bool IsNew { get; set; }

    public Message Message { get; set; } = null!;

    public FakeMessageSync() => Reset();

    /// <summary>Forgets what was prepared and asked.</summary>
    public void Reset()
    {
        (Refusal, Failure, LastCaller, LastArguments, IsNew) = (null, null, null, [], true);
        Conversation = new(
            new("c"), ConversationKind.Group, null, HistoryPolicy.SinceJoin, s_noon, SeqNo.None, s_noon, ChangeNo.None, 1);
        Sync = new([], "c0", "c0", false, null, s_epoch);
        Message = new(new("c"), new(1), new("k"), new("ann"), s_noon, new("hi"u8.ToArray(), true, "text/plain"));
    }

    public Task<Answer<CreatedConversation>> CreateGroupAsync(
        Caller caller, ConversationId id, NewGroup group, CancellationToken ct = default) =>
        Answer(new CreatedConversation(Conversation, IsNew), caller, id, group);

    public Task<Answer<CreatedConversation>> CreateDirectAsync(Caller caller, UserId with, CancellationToken ct = default) =>
        Answer(new CreatedConversation(Conversation, IsNew), caller, with);

    public Task<Answer<Conversation>> ShowAsync(Caller caller, ConversationId id, CancellationToken ct = default) =>
        Answer(Conversation, caller, id);

    public Task<Answer<Conversation>> ChangeAsync(
        Caller caller, ConversationId id, string title, CancellationToken ct = default) =>
        Answer(Conversation, caller, id, title);

    public Task<Answer<ConversationList>> ListAsync(Caller caller, ListQuery query, CancellationToken ct = default) =>
        Answer(new ConversationList([Conversation], null, s_epoch), caller, query);

    public Task<Answer<MembersPage>> MembersAsync(
        Caller caller, ConversationId id, UserId? after = null, int limit = 100, CancellationToken ct = default) =>
        Answer(new MembersPage([new(new("ann"), MemberRole.Owner, s_noon, new(3)),
            new(new("bob"), MemberRole.Member, s_noon, null)], new("bob")), caller, id, after, limit);

    public Task<Answer<Done>> ChangeMembersAsync(
        Caller caller, ConversationId id, IReadOnlyList<UserId> add, IReadOnlyList<UserId> remove,
        CancellationToken ct = default) => Answer(Done.Instance, caller, id, add, remove);

    public Task<Answer<Done>> PutMemberAsync(
        Caller caller, ConversationId id, UserId user, MemberRole? role = null, CancellationToken ct = default) =>
        Answer(Done.Instance, caller, id, user, role);

    public Task<Answer<Done>> RemoveMemberAsync(
        Caller caller, ConversationId id, UserId user, CancellationToken ct = default) => Answer(Done.Instance, caller, id, user);

    public Task<Answer<SendReceipt>> SendAsync(
        Caller caller, ConversationId id, SendKey key, MessageBody body, CancellationToken ct = default) =>
        Answer(new SendReceipt(new(7), s_noon, !IsNew), caller, id, key, body);

    public Task<Answer<Message>> EditAsync(
        Caller caller, ConversationId id, SeqNo seq, MessageBody body, int version, CancellationToken ct = default) =>
        Answer(Message, caller, id, seq, body, version);

    public Task<Answer<Done>> RecallAsync(
        Caller caller, ConversationId id, SeqNo seq, CancellationToken ct = default) => Answer(Done.Instance, caller, id, seq);

    public Task<Answer<Done>> HideAsync(
        Caller caller, ConversationId id, SeqRange range, bool unlist = false, CancellationToken ct = default) =>
        Answer(Done.Instance, caller, id, range, unlist);

    public Task<Answer<HiddenRanges>> HiddenAsync(Caller caller, ConversationId id, CancellationToken ct = default) =>
        Answer(new HiddenRanges([new(new(1), new(3)), new(new(7), new(7))]), caller, id);

    public Task<Answer<Done>> ReadAsync(
        Caller caller, ConversationId id, SeqNo upTo, bool unread = false, CancellationToken ct = default) =>
        Answer(Done.Instance, caller, id, upTo, unread);

    public Task<Answer<MutationsPage>> MutationsAsync(
        Caller caller, ConversationId id, ChangeNo after, int limit = 100, CancellationToken ct = default) =>
        Answer(new MutationsPage([Message], new(4), true), caller, id, after, limit);

    public Task<Answer<RoamingPage>> RoamAsync(
        Caller caller, ConversationId id, RoamingAnchor anchor, int limit = 50, CancellationToken ct = default) =>
        Answer(new RoamingPage([Message], false, true, new(9), new(4), s_epoch), caller, id, anchor, limit);

    public Task<Answer<SomeMessages>> SomeAsync(
        Caller caller, ConversationId id, IReadOnlyList<SeqNo> seqs, CancellationToken ct = default) =>
        Answer(new SomeMessages([Message], [new(9)]), caller, id, seqs);

    public Task<Answer<Message>> OneAsync(Caller caller, ConversationId id, SeqNo seq, CancellationToken ct = default) =>
        Answer(Message, caller, id, seq);

    public Task<Answer<SyncReply>> SyncAsync(Caller caller, SyncQuery query, CancellationToken ct = default) =>
        Answer(Sync, caller, query);

    public Task<Answer<IInboxStream>> StreamAsync(Caller caller, string? cursor, CancellationToken ct = default) =>
        Answer<IInboxStream>(new BrokenStream(), caller, cursor);

    public Task<Answer<Done>> SignalAsync(
        Caller caller, ConversationId id, string name, string? body = null, CancellationToken ct = default) =>
        Answer(Done.Instance, caller, id, name, body);

    public Task<Answer<Done>> AckAsync(Caller caller, string cursor, CancellationToken ct = default) =>
        Answer(Done.Instance, caller, cursor);

    public Task<Answer<NotifyReceipt>> NotifyAsync(
        Caller caller, UserId user, EntryContent.Notification notification, CancellationToken ct = default) =>
        Answer(new NotifyReceipt(!IsNew), caller, user, notification);

    public Task<Answer<Explanation>> ExplainAsync(
        Caller caller, UserId user, DeviceId? device, ConversationId id, SeqNo seq, CancellationToken ct = default) =>
        Answer<Explanation>(null!, caller, user, device, id, seq);

    public Task<Answer<DeviceList>> DevicesAsync(Caller caller, CancellationToken ct = default) =>
        Answer(new DeviceList([new(new("phone"), null, s_noon)]), caller);

    public Task<Answer<Done>> ForgetDeviceAsync(Caller caller, DeviceId device, CancellationToken ct = default) =>
        Answer(Done.Instance, caller, device);

    private Task<Answer<T>> Answer<T>(T value, Caller caller, params object?[] arguments) where T : class
    {
        LastCaller = caller;
        LastArguments = arguments;
        if (Failure is { } failure) return Task.FromException<Answer<T>>(failure);
        return Task.FromResult(Refusal is { } refusal ? new Answer<T>(null, refusal) : value);
    }

    /// <summary>A bug, once it is open.</summary>
    private sealed class BrokenStream : IInboxStream
    {
        public Task<IReadOnlyList<StreamEvent>?> NextAsync(TimeSpan most, CancellationToken ct = default) =>
            throw new InvalidOperationException("A bug.");

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}
