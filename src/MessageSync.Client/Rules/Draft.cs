namespace MessageSync.Client;

/// <summary>
/// One step of a device while it is decided: what is stored, and over it what this step changes. A draft that is not
/// committed is dropped, nothing is undone.
/// </summary>
internal sealed class Draft(DeviceMemory memory, IDeviceStore store, string me)
{
    private readonly SortedDictionary<string, ConversationState> _conversations = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Membership> _memberships = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string, long), Message> _messages = [];
    private readonly SortedDictionary<long, OutboxItem> _outbox = [];
    private readonly Dictionary<string, NotificationEntry> _notifications = new(StringComparer.Ordinal);
    private readonly HashSet<string> _goneConversations = new(StringComparer.Ordinal);
    private readonly List<(string Conversation, SeqRange Range)> _goneMessages = [];
    private readonly HashSet<long> _goneOutbox = [];
    private readonly HashSet<string> _goneNotifications = new(StringComparer.Ordinal);
    private DeviceState? _state;

    public string Me => me;

    public DeviceState State
    {
        get => _state ?? memory.State;
        set => _state = value;
    }

    /// <summary>The ids of all conversations, by id.</summary>
    public IReadOnlyList<string> Ids =>
    [
        .. memory.Conversations.Keys.Where(id => !_goneConversations.Contains(id)).Concat(_conversations.Keys)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    public IEnumerable<OutboxItem> Outbox => memory.Outbox.Values
        .Where(item => !_goneOutbox.Contains(item.No) && !_outbox.ContainsKey(item.No)).Concat(_outbox.Values)
        .OrderBy(item => item.No);

    public ConversationState? Find(string id) =>
        _conversations.TryGetValue(id, out var changed) ? changed
        : _goneConversations.Contains(id) ? null
        : memory.Conversations.GetValueOrDefault(id);

    /// <summary>The conversation; one that is new has to be shown.</summary>
    public ConversationState Conversation(string id) =>
        Find(id) ?? new() { Id = id, Generation = State.Generation, Todo = new() { Show = true } };

    public void Put(ConversationState conversation)
    {
        if (conversation != Find(conversation.Id)) _conversations[conversation.Id] = conversation;
    }

    public Message? Message(string conversation, long seq)
    {
        if (_messages.TryGetValue((conversation, seq), out var changed)) return changed;

        return IsGone(conversation, seq) ? null : store.FindMessage(conversation, seq);
    }

    /// <summary>Stores a message unless the user hid it or a newer state of it is held.</summary>
    public void Offer(Message message)
    {
        if (message.Sender == me) NoteOwn(message);
        if (Find(message.Conversation)?.Hidden.Contains(message.Seq) is true) return;

        var held = Message(message.Conversation, message.Seq);
        if (message != held && message.Replaces(held)) _messages[(message.Conversation, message.Seq)] = message;
    }

    /// <summary>Stores a newer state of a message that is held; any other message is left to roaming.</summary>
    public void OfferIfHeld(Message message)
    {
        if (Message(message.Conversation, message.Seq) is not null) Offer(message);
    }

    /// <summary>Takes messages out of the view for ever.</summary>
    public void Hide(string id, params IReadOnlyList<SeqRange> ranges)
    {
        var conversation = Conversation(id);
        Put(conversation with { Hidden = conversation.Hidden.With(ranges), Held = conversation.Held.With(ranges) });
        foreach (var range in ranges)
        {
            if (!conversation.Hidden.HolesIn(range).Any()) continue;
            _goneMessages.Add((id, range));
            foreach (var key in _messages.Keys.Where(key => key.Item1 == id && range.Contains(key.Item2)).ToList())
                _messages.Remove(key);
            Settle(id, item => item.Seq is { } seq && range.Contains(seq));
        }
    }

    public void RemoveConversation(string id)
    {
        _goneConversations.Add(id);
        _conversations.Remove(id);
        _memberships.Remove(id);
        foreach (var key in _messages.Keys.Where(key => key.Item1 == id).ToList()) _messages.Remove(key);
    }

    public Membership Membership(string id) =>
        _memberships.TryGetValue(id, out var changed) ? changed
        : (_goneConversations.Contains(id) ? null : store.FindMembership(id)) ?? new() { Conversation = id };

    public void Put(Membership membership)
    {
        if (membership != Membership(membership.Conversation)) _memberships[membership.Conversation] = membership;
    }

    public void Put(OutboxItem item) => _outbox[item.No] = item;

    public void RemoveOutbox(long no)
    {
        _outbox.Remove(no);
        if (memory.Outbox.ContainsKey(no)) _goneOutbox.Add(no);
    }

    public void Notify(NotificationEntry entry)
    {
        _notifications[entry.Cursor] = entry;
        var tooMany = memory.Notifications.Count + _notifications.Count - ClientLimits.NotificationsMax;
        foreach (var cursor in memory.Notifications.Keys.Take(Math.Max(0, tooMany))) _goneNotifications.Add(cursor);
    }

    public void Dismiss(string cursor)
    {
        if (memory.Notifications.ContainsKey(cursor)) _goneNotifications.Add(cursor);
    }

    public StoreChanges ToChanges() => new()
    {
        RemovedConversations = [.. _goneConversations],
        RemovedMessages = _goneMessages,
        RemovedOutbox = [.. _goneOutbox],
        RemovedNotifications = [.. _goneNotifications],
        State = _state == memory.State ? null : _state,
        Conversations = [.. _conversations.Values],
        Memberships = [.. _memberships.Values],
        Messages = [.. _messages.Values],
        Outbox = [.. _outbox.Values],
        Notifications = [.. _notifications.Values],
    };

    private static bool IsOf(OutboxItem item, Message message) =>
        item.Command is DeviceCommand.Send send && send.SendKey == message.SendKey;

    private void NoteOwn(Message message)
    {
        var conversation = Conversation(message.Conversation);
        Put(conversation with { OwnNewest = Math.Max(conversation.OwnNewest, message.Seq) });
        Settle(message.Conversation, item => IsOf(item, message));
    }

    /// <summary>What is seen in the conversation need not wait in the outbox.</summary>
    private void Settle(string conversation, Func<OutboxItem, bool> isSeen)
    {
        foreach (var item in Outbox.Where(item => item.Conversation == conversation && isSeen(item)).ToList())
            RemoveOutbox(item.No);
    }

    private bool IsGone(string conversation, long seq) =>
        _goneConversations.Contains(conversation)
        || _goneMessages.Exists(gone => gone.Conversation == conversation && gone.Range.Contains(seq));
}
