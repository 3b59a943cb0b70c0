using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync;

/// <summary>
/// The front-end client: routes each call to the grain of its conversation or user. The operations and refusals are those
/// of the HTTP API. Safe for any number of concurrent calls.
/// Every method throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached: repeating is
/// safe (a send under its send key).
/// </summary>
public interface IMessageSync
{
    /// <summary>Creates a group, or finds the one that the same creator made under this id.</summary>
    /// <param name="caller">Becomes owner; of a service, the first of the members does.</param>
    /// <param name="id">Must not begin with <c>direct:</c>.</param>
    /// <param name="group">What it is to be; compared are only history and creator.</param>
    /// <param name="ct">Gives up waiting; what was handed in may still be stored.</param>
    Task<Answer<CreatedConversation>> CreateGroupAsync(
        Caller caller, ConversationId id, NewGroup group, CancellationToken ct = default);

    /// <summary>Creates the direct conversation of two users, or finds it. Its id depends only on the pair.</summary>
    Task<Answer<CreatedConversation>> CreateDirectAsync(Caller caller, UserId with, CancellationToken ct = default);

    /// <summary>Shows one conversation.</summary>
    Task<Answer<Conversation>> ShowAsync(Caller caller, ConversationId id, CancellationToken ct = default);

    /// <summary>Gives a group another title of at most <see cref="Limits.TitleLengthMax"/> characters.</summary>
    Task<Answer<Conversation>> ChangeAsync(
        Caller caller, ConversationId id, string title, CancellationToken ct = default);

    /// <summary>A page of the caller's conversations.</summary>
    Task<Answer<ConversationList>> ListAsync(Caller caller, ListQuery query, CancellationToken ct = default);

    /// <summary>A page of the members, by id; for a former member as at leaving.</summary>
    /// <param name="caller">A member, a former one, or a service.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="after">Exclusive; null begins with the first.</param>
    /// <param name="limit">1 to <see cref="Limits.MembersPageMax"/>.</param>
    /// <param name="ct">Gives up.</param>
    Task<Answer<MembersPage>> MembersAsync(
        Caller caller, ConversationId id, UserId? after = null, int limit = 100, CancellationToken ct = default);

    /// <summary>Adds and removes members, all or nothing, as one change. At most
    /// <see cref="Limits.MembersPerCallMax"/> together, nobody in both.</summary>
    Task<Answer<Done>> ChangeMembersAsync(
        Caller caller, ConversationId id, IReadOnlyList<UserId> add, IReadOnlyList<UserId> remove,
        CancellationToken ct = default);

    /// <summary>Brings a user in, or changes a role; null leaves a member's role as it is.</summary>
    Task<Answer<Done>> PutMemberAsync(
        Caller caller, ConversationId id, UserId user, MemberRole? role = null, CancellationToken ct = default);

    /// <summary>Takes a user out: oneself, or another as an owner or a service.</summary>
    Task<Answer<Done>> RemoveMemberAsync(
        Caller caller, ConversationId id, UserId user, CancellationToken ct = default);

    /// <summary>Sends a message. When the answer comes, the message is durable and every later read shows it.
    /// The same key gives the same message for ever.</summary>
    Task<Answer<SendReceipt>> SendAsync(
        Caller caller, ConversationId id, SendKey key, MessageBody body, CancellationToken ct = default);

    /// <summary>Replaces the body of an own message.</summary>
    /// <param name="caller">The sender, while a member.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="seq">The message.</param>
    /// <param name="body">What it says from now on, within the bounds of a message.</param>
    /// <param name="version">The version that is replaced, from 0.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <returns>The message in its present state; also for a repeat of the edit that made it.</returns>
    Task<Answer<Message>> EditAsync(
        Caller caller, ConversationId id, SeqNo seq, MessageBody body, int version, CancellationToken ct = default);

    /// <summary>Makes a message a tombstone: when the answer comes, no read that begins later shows what it
    /// said.</summary>
    Task<Answer<Done>> RecallAsync(Caller caller, ConversationId id, SeqNo seq, CancellationToken ct = default);

    /// <summary>Hides messages from the caller alone, on all devices.</summary>
    /// <param name="caller">A member, or a former one.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="range">Messages that exist.</param>
    /// <param name="unlist">True to keep the conversation out of the list until a newer message.</param>
    /// <param name="ct">Gives up waiting.</param>
    Task<Answer<Done>> HideAsync(
        Caller caller, ConversationId id, SeqRange range, bool unlist = false, CancellationToken ct = default);

    /// <summary>What the caller hid.</summary>
    Task<Answer<HiddenRanges>> HiddenAsync(Caller caller, ConversationId id, CancellationToken ct = default);

    /// <summary>Moves the caller's read position, never back, and sets or clears the unread mark.</summary>
    /// <param name="caller">A member.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="upTo">Read up to this message; from 0.</param>
    /// <param name="unread">True marks the conversation unread; false takes the mark away.</param>
    /// <param name="ct">Gives up waiting.</param>
    Task<Answer<Done>> ReadAsync(
        Caller caller, ConversationId id, SeqNo upTo, bool unread = false, CancellationToken ct = default);

    /// <summary>Messages that were edited or recalled since, each once in its present state, by their newest
    /// mutation.</summary>
    /// <param name="caller">A member, a former one, or a service.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="after">Those after this mutation.</param>
    /// <param name="limit">0 to <see cref="Limits.MutationsPageMax"/>; 0 tells head and whether there are any.</param>
    /// <param name="ct">Gives up.</param>
    Task<Answer<MutationsPage>> MutationsAsync(
        Caller caller, ConversationId id, ChangeNo after, int limit = 100, CancellationToken ct = default);

    /// <summary>A page of the history.</summary>
    /// <param name="caller">A member, a former one, or a service.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="anchor">Where.</param>
    /// <param name="limit">0 to <see cref="Limits.RoamingPageMax"/>; 0 gives the flags only.</param>
    /// <param name="ct">Gives up.</param>
    Task<Answer<RoamingPage>> RoamAsync(
        Caller caller, ConversationId id, RoamingAnchor anchor, int limit = 50, CancellationToken ct = default);

    /// <summary>Certain messages.</summary>
    /// <param name="caller">A member, a former one, or a service.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="seqs">At most <see cref="Limits.RoamingPageMax"/>, each from 1.</param>
    /// <param name="ct">Gives up.</param>
    Task<Answer<SomeMessages>> SomeAsync(
        Caller caller, ConversationId id, IReadOnlyList<SeqNo> seqs, CancellationToken ct = default);

    /// <summary>One message in its present state.</summary>
    Task<Answer<Message>> OneAsync(Caller caller, ConversationId id, SeqNo seq, CancellationToken ct = default);

    /// <summary>The entries of the caller's Inbox after a position. Never consumes.</summary>
    Task<Answer<SyncReply>> SyncAsync(Caller caller, SyncQuery query, CancellationToken ct = default);

    /// <summary>Opens a stream of the caller's Inbox: what was stored, then what comes, each entry once. An older stream of
    /// the same device ends with a conflict.</summary>
    /// <param name="caller">With a device.</param>
    /// <param name="cursor">Where to go on; null for what the device acked, else for the beginning.</param>
    /// <param name="ct">Gives up.</param>
    Task<Answer<IInboxStream>> StreamAsync(Caller caller, string? cursor, CancellationToken ct = default);

    /// <summary>Tells the open streams of the members something that is stored nowhere. In conversations of more than
    /// <see cref="Limits.SmallGroupMembersMax"/> members nobody is told.</summary>
    /// <param name="caller">A member.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="name">1 to <see cref="Limits.SignalNameLengthMax"/> characters.</param>
    /// <param name="body">At most <see cref="Limits.SignalBytesMax"/> of UTF-8; null for none.</param>
    /// <param name="ct">Gives up.</param>
    Task<Answer<Done>> SignalAsync(
        Caller caller, ConversationId id, string name, string? body = null, CancellationToken ct = default);

    /// <summary>The caller's device has everything up to a position. Cumulative, saved within 5 s.</summary>
    Task<Answer<Done>> AckAsync(Caller caller, string cursor, CancellationToken ct = default);

    /// <summary>Puts a system notification into a user's Inbox. For a service only.</summary>
    Task<Answer<NotifyReceipt>> NotifyAsync(
        Caller caller, UserId user, EntryContent.Notification notification, CancellationToken ct = default);

    /// <summary>What became of a message for a device: a sentence for a support person, and the facts. For a service
    /// only.</summary>
    /// <param name="caller">A service.</param>
    /// <param name="user">Whose Inbox.</param>
    /// <param name="device">Which device; null to ask about the user.</param>
    /// <param name="id">The conversation.</param>
    /// <param name="seq">The message.</param>
    /// <param name="ct">Gives up.</param>
    Task<Answer<Explanation>> ExplainAsync(
        Caller caller, UserId user, DeviceId? device, ConversationId id, SeqNo seq, CancellationToken ct = default);

    /// <summary>The caller's devices.</summary>
    Task<Answer<DeviceList>> DevicesAsync(Caller caller, CancellationToken ct = default);

    /// <summary>Forgets one of the caller's devices.</summary>
    Task<Answer<Done>> ForgetDeviceAsync(Caller caller, DeviceId device, CancellationToken ct = default);
}
