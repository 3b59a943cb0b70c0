using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.Machine;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>Everything the store ever took, in order: what every answer and every final state is compared with.</summary>
internal sealed class Ledger(Trace trace)
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

    /// <summary>Batches that have something to announce yet.</summary>
    public SortedSet<(string Writer, long Batch)> Journal { get; } = [];

    public void Add(JournalKey row, IReadOnlyList<StoreWrite> writes, IReadOnlyList<WriteOutcome> outcomes)
    {
        foreach (var (write, outcome) in writes.Zip(outcomes))
        {
            trace.Write($"writer {row.Writer.TrimStart('0')}", $"{outcome}: {Describe(write)}");
            if (outcome == WriteOutcome.Stored) Add(row, write);
        }
    }

    private void Add(JournalKey row, StoreWrite write)
    {
        if (write is InboxWrite inbox) InboxOf(inbox.Run.Owner).Add(inbox.Run);
        if (write is JournalClear clear)
            Journal.RemoveWhere(one => one.Writer == clear.Writer && one.Batch <= clear.Through);
        if (write is not TimelineRun run) return;

        Journal.Add((row.Writer, row.Batch));
        Add(run);
    }

    private static string Describe(StoreWrite write) => write switch
    {
        TimelineRun run => $"{run.Conversation} after {run.Expected}: {string.Join(", ", run.Changes.Select(Describe))}",
        InboxWrite { Run: var run } => $"Inbox of {run.Owner} after {run.Expected}: "
            + string.Join(", ", run.Added.Select(entry => $"{entry.Seq} {entry.Conversation} {Describe(entry.Content)}"))
            + (run.Removed.Count > 0 ? $" instead of {string.Join(',', run.Removed)}" : ""),
        LagWrite { Lag: var lag } => $"set aside {lag.No} for {lag.Owner}: {lag.Conversation} {string.Join(',', lag.Offers.Select(offer => offer.Change))}",
        _ => $"{write}",
    };

    private static string Describe(Change change) => change switch
    {
        MessageSent sent => $"{change.No} = message {sent.Seq} ({sent.SendKey} of {sent.Sender})",
        MembersChanged { Members.Count: < 10 } members =>
            $"{change.No} = {string.Join(' ', members.Members.Select(one => $"{one.User}:{one.Kind}:{one.Role}"))}",
        TitleChanged title => $"{change.No} = {title.Title}",
        _ => $"{change.No} = {change.GetType().Name}",
    };

    private static string Describe(EntryContent content) => content switch
    {
        EntryContent.Member { Changes.Count: < 10 } member =>
            $"Member {string.Join(' ', member.Changes.Select(one => $"{one.User}:{one.Change}:{one.Role}"))}",
        EntryContent.Member member => $"Member, {member.Changes.Count}",
        EntryContent.Notification notification => $"Notification {notification.SendKey}",
        _ => $"{content}",
    };

    private void Add(TimelineRun run)
    {
        if (!_conversations.TryGetValue(run.Conversation, out var log))
            _conversations[run.Conversation] = log = new(run.Conversation);
        foreach (var change in run.Changes) log.Add(change);
    }
}
