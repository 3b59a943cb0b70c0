namespace MessageSync.Client;

/// <summary>The small part of a store in memory. It moves with the commit, never before.</summary>
internal sealed class DeviceMemory
{
    public DeviceMemory(StoredDevice stored)
    {
        State = stored.State;
        foreach (var conversation in stored.Conversations) Put(conversation);
        foreach (var item in stored.Outbox) Outbox[item.No] = item;
        foreach (var entry in stored.Notifications) Notifications[entry.Cursor] = entry;
    }

    public DeviceState State { get; private set; }

    public SortedDictionary<string, ConversationState> Conversations { get; } = new(StringComparer.Ordinal);

    /// <summary>Conversations of which something has yet to be asked.</summary>
    public SortedSet<string> WithTodo { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<long, OutboxItem> Outbox { get; } = [];

    public SortedDictionary<string, NotificationEntry> Notifications { get; } = new(StringComparer.Ordinal);

    public void Take(StoreChanges changes)
    {
        foreach (var id in changes.RemovedConversations)
        {
            Conversations.Remove(id);
            WithTodo.Remove(id);
        }
        foreach (var no in changes.RemovedOutbox) Outbox.Remove(no);
        foreach (var cursor in changes.RemovedNotifications) Notifications.Remove(cursor);
        State = changes.State ?? State;
        foreach (var conversation in changes.Conversations) Put(conversation);
        foreach (var item in changes.Outbox) Outbox[item.No] = item;
        foreach (var entry in changes.Notifications) Notifications[entry.Cursor] = entry;
    }

    private void Put(ConversationState conversation)
    {
        Conversations[conversation.Id] = conversation;
        if (conversation.Todo == Todo.Nothing) WithTodo.Remove(conversation.Id);
        else WithTodo.Add(conversation.Id);
    }
}
