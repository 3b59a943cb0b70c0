namespace MessageSync.Client;

/// <summary>
/// The local store of one device: one device = one store = one <see cref="Device"/> at a time. Calls come one at a
/// time.
/// Every implementation passes <c>DeviceStoreConformance</c>. A call that fails throws what the implementation throws;
/// of a commit nothing is stored then, or all of it: the device is made anew from the store.
/// </summary>
public interface IDeviceStore
{
    /// <summary>Everything but messages and members. Of a store that was never used: empty.</summary>
    StoredDevice Load();

    /// <summary>One message, null when it is not stored.</summary>
    /// <param name="conversation">The conversation's id.</param>
    /// <param name="seq">Its position.</param>
    Message? FindMessage(string conversation, long seq);

    /// <summary>The newest messages of a range, ascending.</summary>
    /// <param name="conversation">The conversation's id.</param>
    /// <param name="range">Where to look.</param>
    /// <param name="limit">Most messages returned, from 1.</param>
    IReadOnlyList<Message> ReadMessages(string conversation, SeqRange range, int limit);

    /// <summary>The members of one conversation, null when none are stored.</summary>
    /// <param name="conversation">The conversation's id.</param>
    Membership? FindMembership(string conversation);

    /// <summary>Stores all of it or nothing, durably when it returns.</summary>
    void Commit(StoreChanges changes);
}

/// <summary>The small part of a store, which a device keeps in memory.</summary>
/// <param name="State">The device itself.</param>
/// <param name="Conversations">Of all conversations, in any order.</param>
/// <param name="Outbox">By number.</param>
/// <param name="Notifications">Oldest first.</param>
public sealed record StoredDevice(
    DeviceState State,
    IReadOnlyList<ConversationState> Conversations,
    IReadOnlyList<OutboxItem> Outbox,
    IReadOnlyList<NotificationEntry> Notifications)
{
    /// <summary>A store that was never used.</summary>
    public static StoredDevice Empty { get; } = new(new(), [], [], []);
}

/// <summary>
/// One atomic step of a device. What is removed goes first, then what is put is put: in the order of the members here.
/// </summary>
public sealed record StoreChanges
{
    /// <summary>Conversations that go, with messages and members.</summary>
    public IReadOnlyList<string> RemovedConversations { get; init; } = [];

    /// <summary>Messages that go.</summary>
    public IReadOnlyList<(string Conversation, SeqRange Range)> RemovedMessages { get; init; } = [];

    /// <summary>Numbers of outbox items that go.</summary>
    public IReadOnlyList<long> RemovedOutbox { get; init; } = [];

    /// <summary>Cursors of notifications that go.</summary>
    public IReadOnlyList<string> RemovedNotifications { get; init; } = [];

    /// <summary>The device itself; null when it did not change.</summary>
    public DeviceState? State { get; init; }

    /// <summary>New or changed, by id.</summary>
    public IReadOnlyList<ConversationState> Conversations { get; init; } = [];

    /// <summary>New or changed, by conversation.</summary>
    public IReadOnlyList<Membership> Memberships { get; init; } = [];

    /// <summary>New or changed, by conversation and seq.</summary>
    public IReadOnlyList<Message> Messages { get; init; } = [];

    /// <summary>New or changed, by number.</summary>
    public IReadOnlyList<OutboxItem> Outbox { get; init; } = [];

    /// <summary>New, by cursor; cursors of one epoch are ordered ordinally, and so are notifications.</summary>
    public IReadOnlyList<NotificationEntry> Notifications { get; init; } = [];

    /// <summary>True when there is nothing to store.</summary>
    public bool IsEmpty =>
        State is null
        && RemovedConversations.Count + RemovedMessages.Count + RemovedOutbox.Count + RemovedNotifications.Count == 0
        && Conversations.Count + Memberships.Count + Messages.Count + Outbox.Count + Notifications.Count == 0;
}
