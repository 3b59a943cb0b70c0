namespace MessageSync.Client;

/// <content>What screens show.</content>
public sealed partial class Device
{
    /// <summary>The list: newest first, ties by id; unlisted ones are left out until a newer message.</summary>
    public IReadOnlyList<ConversationView> Conversations() =>
    [
        .. _memory.Conversations.Values.Where(conversation => conversation.UnlistedUpTo is null)
            .OrderByDescending(conversation => conversation.HeadAt ?? conversation.Details?.CreatedAt)
            .Select(ViewOf),
    ];

    /// <summary>One conversation, unlisted or not; null when it is not known.</summary>
    /// <param name="id">Which.</param>
    public ConversationView? Conversation(string id) =>
        _memory.Conversations.GetValueOrDefault(id) is { } conversation ? ViewOf(conversation) : null;

    /// <summary>The newest stored messages of a conversation.</summary>
    /// <param name="id">Which; of an unknown one nothing.</param>
    /// <param name="before">Only those below this; null for the newest.</param>
    /// <param name="limit">Most messages, from 1.</param>
    public MessagesView Messages(string id, long? before = null, int limit = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (_memory.Conversations.GetValueOrDefault(id) is not { } conversation) return new([], []);

        var range = new SeqRange(1, Math.Min(before - 1 ?? long.MaxValue, conversation.Head));
        var messages = _store.ReadMessages(id, range, limit);
        var from = messages.Count == limit ? messages[0].Seq : 1;
        return new(messages, conversation.Held.HolesIn(range with { From = from }));
    }

    /// <summary>The known present members of a conversation.</summary>
    /// <param name="id">Which; of an unknown one nobody.</param>
    public MembersView Members(string id)
    {
        if (_store.FindMembership(id) is not { } membership) return new([], false);

        var hasReceipts = membership.IsComplete && membership.Roles.Count <= ClientLimits.ReceiptsMax;
        return new(
            [
                .. membership.Roles.Select(pair => (
                    pair.Key, pair.Value,
                    hasReceipts ? membership.Receipts.GetValueOrDefault(pair.Key) : (long?)null)),
            ],
            membership.IsComplete);
    }

    /// <summary>What is under way in a conversation, in order; failed commands stay until retried or
    /// discarded.</summary>
    /// <param name="id">Null for all conversations.</param>
    public IReadOnlyList<OutboxItem> Outbox(string? id = null) =>
        [.. _memory.Outbox.Values.Where(item => id is null || item.Conversation == id)];

    /// <summary>Notifications that were not dismissed, oldest first.</summary>
    public IReadOnlyList<NotificationEntry> Notifications() => [.. _memory.Notifications.Values];

    private ConversationView ViewOf(ConversationState conversation)
    {
        var last = _store.ReadMessages(conversation.Id, new(1, long.MaxValue), 1);
        var reads = Outbox(conversation.Id).Where(item => item.Status == OutboxStatus.Waiting)
            .Select(item => item.Command).OfType<DeviceCommand.Read>().ToList();
        var readUpTo = reads.Aggregate(conversation.ReadUpTo, (most, read) => Math.Max(most, read.UpTo));
        var (unread, isExact) = Unread(conversation, readUpTo);
        return new(
            conversation.Id, conversation.Details, conversation.Head, conversation.HeadAt, readUpTo,
            reads.Count > 0 ? reads[^1].Unread : conversation.MarkedUnread,
            Math.Min(unread, ClientLimits.UnreadMax), isExact, last.Count > 0 ? last[0] : null);
    }

    /// <summary>
    /// Messages above the read position and the user's own newest that are neither recalled nor hidden. Where not
    /// enough is held to see that, or an own message may be hidden there, the server's count and what came after it.
    /// </summary>
    private (int Count, bool IsExact) Unread(ConversationState conversation, long readUpTo)
    {
        if (conversation.IsLeft) return (0, true);

        var sent = Outbox(conversation.Id).Select(item => item.Seq ?? 0).DefaultIfEmpty().Max();
        var newest = _store.ReadMessages(conversation.Id, new(readUpTo + 1, long.MaxValue), ClientLimits.UnreadMax);
        var above = Math.Max(readUpTo, Math.Max(conversation.OwnNewest, sent));
        if (newest.Count == ClientLimits.UnreadMax || IsWhole(above)) return (Count(newest, above), true);
        if (conversation.Details is not { Unread: { } shown } details || above >= details.Head)
            return (Count(newest, above), false);

        var isAsShown = !conversation.Todo.Show && readUpTo == (details.ReadUpTo ?? 0)
            && conversation.NewestMutation <= details.MutationHead && IsWhole(details.Head);
        return (shown + Count(newest, details.Head), isAsShown);

        // Every message up to the head is stored: none is missing, none is hidden.
        bool IsWhole(long from) => conversation.Head <= from
            || newest.Count(message => message.Seq > from) == conversation.Head - from;
    }

    private static int Count(IReadOnlyList<Message> messages, long above) =>
        messages.Count(message => message.Seq > above && !message.IsRecalled);
}
