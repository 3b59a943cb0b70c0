namespace MessageSync.Client;

/// <summary>A store that tells what was committed.</summary>
internal sealed class ObservedStore(IDeviceStore store, ChangeFeed feed) : IDeviceStore
{
    public StoredDevice Load() => store.Load();

    public Message? FindMessage(string conversation, long seq) => store.FindMessage(conversation, seq);

    public IReadOnlyList<Message> ReadMessages(string conversation, SeqRange range, int limit) =>
        store.ReadMessages(conversation, range, limit);

    public Membership? FindMembership(string conversation) => store.FindMembership(conversation);

    public void Commit(StoreChanges changes)
    {
        store.Commit(changes);
        foreach (var change in Seen(changes)) feed.Tell(change);
    }

    private static IEnumerable<DeviceChange> Seen(StoreChanges changes)
    {
        foreach (var (conversation, range) in changes.RemovedMessages)
            yield return new DeviceChange.OfMessages(conversation, range);
        foreach (var messages in changes.Messages.GroupBy(message => message.Conversation, StringComparer.Ordinal))
            yield return new DeviceChange.OfMessages(
                messages.Key, new(messages.Min(message => message.Seq), messages.Max(message => message.Seq)));
        foreach (var membership in changes.Memberships)
            yield return new DeviceChange.OfMembers(membership.Conversation);
        foreach (var id in changes.RemovedConversations.Concat(changes.Conversations.Select(one => one.Id)))
            yield return new DeviceChange.OfConversation(id);
        foreach (var no in changes.RemovedOutbox.Concat(changes.Outbox.Select(item => item.No)))
            yield return new DeviceChange.OfOutbox(no);
        if (changes.Notifications.Count + changes.RemovedNotifications.Count > 0)
            yield return new DeviceChange.OfNotifications();
    }
}
