namespace MessageSync.Client;

/// <summary>The reference store: in memory, for tests and for devices that keep nothing.</summary>
public sealed class InMemoryDeviceStore : IDeviceStore
{
    private readonly DeviceMemory _memory = new(StoredDevice.Empty);
    private readonly Dictionary<string, SortedDictionary<long, Message>> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Membership> _memberships = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public StoredDevice Load() => new(
        _memory.State, [.. _memory.Conversations.Values], [.. _memory.Outbox.Values],
            [.. _memory.Notifications.Values]);

    /// <inheritdoc/>
    public Message? FindMessage(string conversation, long seq) =>
        _messages.GetValueOrDefault(conversation)?.GetValueOrDefault(seq);

    /// <inheritdoc/>
    public IReadOnlyList<Message> ReadMessages(string conversation, SeqRange range, int limit) =>
    [
        .. (_messages.GetValueOrDefault(conversation) ?? [])
            .Where(pair => range.Contains(pair.Key)).Select(pair => pair.Value).TakeLast(limit),
    ];

    /// <inheritdoc/>
    public Membership? FindMembership(string conversation) => _memberships.GetValueOrDefault(conversation);

    /// <inheritdoc/>
    public void Commit(StoreChanges changes)
    {
        foreach (var id in changes.RemovedConversations)
        {
            _messages.Remove(id);
            _memberships.Remove(id);
        }
        foreach (var (id, range) in changes.RemovedMessages)
            if (_messages.GetValueOrDefault(id) is { } held)
                foreach (var seq in held.Keys.Where(range.Contains).ToList()) held.Remove(seq);
        foreach (var message in changes.Messages)
        {
            if (!_messages.TryGetValue(message.Conversation, out var held)) _messages[message.Conversation] = held = [];
            held[message.Seq] = message;
        }
        foreach (var membership in changes.Memberships) _memberships[membership.Conversation] = membership;
        _memory.Take(changes);
    }
}
