using MessageSync.Simulation.Tests.Machine;
using MessageSync.Storage;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>Everything the store ever took, in order: what every answer and every final state is compared with.</summary>
internal sealed class Ledger(Trace trace, int inboxEntriesMax)
{
    private readonly SortedDictionary<ConversationId, ConversationLog> _conversations = [];
    private readonly SortedDictionary<UserId, InboxLog> _inboxes = [];
    private readonly Dictionary<string, int> _writers = new(StringComparer.Ordinal);

    public IEnumerable<ConversationLog> Conversations => _conversations.Values;

    public IEnumerable<InboxLog> Inboxes => _inboxes.Values;

    /// <summary>How many writes were stored: while it stands still, every answer is exact.</summary>
    public long Stored { get; private set; }

    public ConversationLog? Find(ConversationId id) => _conversations.GetValueOrDefault(id);

    public InboxLog InboxOf(UserId owner)
    {
        if (!_inboxes.TryGetValue(owner, out var inbox)) _inboxes[owner] = inbox = new(owner, inboxEntriesMax);
        return inbox;
    }

    /// <summary>What a user did to their own view.</summary>
    public OwnTruth ViewOf(UserId user, ConversationLog log) => InboxOf(user).ViewOf(log.Id);

    /// <summary>The messages that a user sees: by right, minus what they hid.</summary>
    public SortedSet<long> VisibleTo(UserId user, ConversationLog log)
    {
        var hidden = ViewOf(user, log).Hidden;
        return [.. log.Messages.Select(one => one.Seq.Value).Where(seq => log.Sees(user, seq) && !hidden.Contains(seq))];
    }

    /// <summary>The messages that a user has yet to read: visible, not recalled, above their read position and all that
    /// they sent.</summary>
    public int UnreadOf(UserId user, ConversationLog log)
    {
        var stay = log.StaysOf(user)[^1];
        if (stay.Left is not null) return 0;

        var read = log.Messages.Where(message => message.Sender == user).Select(message => message.Seq.Value)
            .Append(stay.ReadUpTo).Max();
        return VisibleTo(user, log).Count(seq => seq > read && !log.States[(int)seq - 1].IsRecalled);
    }

    /// <summary>True when the user keeps it out of the list.</summary>
    public bool IsUnlisted(UserId user, ConversationLog log) =>
        ViewOf(user, log).UnlistedUpTo >= (log.StaysOf(user)[^1].UpTo ?? log.Messages.Count);

    /// <summary>Writers are called by the order in which they were opened, whatever their ids.</summary>
    public void NameWriter(string id) => _writers.Add(id, _writers.Count + 1);

    public int NameOf(string writer) => _writers.GetValueOrDefault(writer);

    /// <summary>Batches that have something to announce yet.</summary>
    public SortedSet<(string Writer, long Batch)> Journal { get; } = [];

    public void Add(JournalKey row, IReadOnlyList<StoreWrite> writes, IReadOnlyList<WriteOutcome> outcomes)
    {
        foreach (var (write, outcome) in writes.Zip(outcomes))
        {
            trace.Write($"writer {NameOf(row.Writer)}", $"{outcome}: {Stories.Of(write)}");
            if (outcome == WriteOutcome.Stored) Add(row, write);
        }
    }

    private void Add(JournalKey row, StoreWrite write)
    {
        Stored++;
        if (write is InboxWrite inbox) InboxOf(inbox.Run.Owner).Add(inbox.Run);
        if (write is JournalClear clear)
            Journal.RemoveWhere(one => one.Writer == clear.Writer && one.Batch <= clear.Through);
        if (write is not TimelineRun run) return;

        Journal.Add((row.Writer, row.Batch));
        Add(run);
    }

    private void Add(TimelineRun run)
    {
        if (!_conversations.TryGetValue(run.Conversation, out var log))
            _conversations[run.Conversation] = log = new(run.Conversation);
        foreach (var change in run.Changes) log.Add(change);
    }
}
