using MessageSync.Storage;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>Everything the store ever took, in order: what every answer and every final state is compared with.</summary>
internal sealed class Ledger
{
    private readonly SortedDictionary<ConversationId, ConversationLog> _conversations = [];
    private readonly SortedDictionary<UserId, InboxLog> _inboxes = [];

    public IEnumerable<ConversationLog> Conversations => _conversations.Values;

    public IEnumerable<InboxLog> Inboxes => _inboxes.Values;

    public ConversationLog? Find(ConversationId id) => _conversations.GetValueOrDefault(id);

    public InboxLog InboxOf(UserId owner)
    {
        if (!_inboxes.TryGetValue(owner, out var inbox)) _inboxes[owner] = inbox = new(owner);
        return inbox;
    }

    public void Add(IReadOnlyList<StoreWrite> writes, IReadOnlyList<WriteOutcome> outcomes)
    {
        foreach (var (write, outcome) in writes.Zip(outcomes))
        {
            if (outcome != WriteOutcome.Stored) continue;
            if (write is TimelineRun run) Add(run);
            if (write is InboxWrite inbox) InboxOf(inbox.Run.Owner).Add(inbox.Run);
        }
    }

    private void Add(TimelineRun run)
    {
        if (!_conversations.TryGetValue(run.Conversation, out var log))
            _conversations[run.Conversation] = log = new(run.Conversation);
        foreach (var change in run.Changes) log.Add(change);
    }
}
