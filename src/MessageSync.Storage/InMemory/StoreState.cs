using System.Collections.Immutable;
using MessageSync.Timelines;

namespace MessageSync.Storage.InMemory;

/// <summary>
/// All that is stored, as one immutable value: a commit makes the next one, a read keeps the one that it began with. So
/// every batch is atomic and every read is a snapshot.
/// </summary>
/// <param name="Epoch">The life of the store.</param>
internal sealed record StoreState(Epoch Epoch)
{
    public ImmutableSortedDictionary<ConversationId, StoredTimeline> Timelines { get; init; } =
        ImmutableSortedDictionary<ConversationId, StoredTimeline>.Empty;

    public ImmutableSortedDictionary<UserId, StoredInbox> Inboxes { get; init; } =
        ImmutableSortedDictionary<UserId, StoredInbox>.Empty;

    public ImmutableSortedDictionary<string, StoredJournal> Journals { get; init; } =
        ImmutableSortedDictionary.Create<string, StoredJournal>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<long, Lag> Lags { get; init; } = ImmutableSortedDictionary<long, Lag>.Empty;

    public ImmutableDictionary<string, string> Settings { get; init; } =
        ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    public StoredInbox InboxOf(UserId owner) => Inboxes.GetValueOrDefault(owner) ?? new(owner);

    public StoredJournal JournalOf(string writer) => Journals.GetValueOrDefault(writer) ?? new(writer);

    /// <summary>A conversation with the eyes of a user, or of a service; null where there is none.</summary>
    public ConversationView? ViewOf(UserId? user, ConversationId conversation) =>
        Timelines.GetValueOrDefault(conversation)?.ViewOf(
            user, user is { } one ? InboxOf(one).ViewOf(conversation) : OwnView.Untouched);

    public StoreState With(StoredJournal journal) => this with { Journals = Journals.SetItem(journal.Writer, journal) };

    /// <summary>The store after a batch, and what became of each write.</summary>
    /// <exception cref="InvalidOperationException">The batch is used or fenced, or a run does not follow.</exception>
    public (StoreState After, IReadOnlyList<WriteOutcome> Outcomes) Commit(
        JournalKey key, IReadOnlyList<StoreWrite> writes)
    {
        var (next, outcomes, announced) = (this, new List<WriteOutcome>(), new List<JournalRun>());
        foreach (var write in writes)
        {
            outcomes.Add(next.Judge(write));
            if (outcomes[^1] != WriteOutcome.Stored) continue;

            next = next.With(write);
            if (write is TimelineRun run) announced.Add(new(run.Conversation, [.. run.Announcements]));
        }
        return (next.With(next.JournalOf(key.Writer).With(key.Batch, announced)), outcomes);
    }

    private WriteOutcome Judge(StoreWrite write) => write switch
    {
        TimelineRun run => Judge(run, Timelines.GetValueOrDefault(run.Conversation)),
        InboxWrite inbox when InboxOf(inbox.Run.Owner).Head != inbox.Run.Expected => WriteOutcome.Conflict,
        _ => WriteOutcome.Stored,
    };

    private static WriteOutcome Judge(TimelineRun run, StoredTimeline? stored)
    {
        if ((stored?.State.Change ?? ChangeNo.None) != run.Expected) return WriteOutcome.Conflict;

        var sent = run.Changes.OfType<MessageSent>();
        return stored is not null && sent.Any(message => stored.SendKeys.ContainsKey((message.Sender, message.SendKey)))
            ? WriteOutcome.SendKeyKnown
            : WriteOutcome.Stored;
    }

    private StoreState With(StoreWrite write) => write switch
    {
        TimelineRun run => this with
        {
            Timelines = Timelines.SetItem(
                run.Conversation, StoredTimeline.After(Timelines.GetValueOrDefault(run.Conversation), run)),
        },
        InboxWrite inbox => With(InboxOf(inbox.Run.Owner).With(inbox)),
        DevicesWrite devices => With(InboxOf(devices.Owner).With(devices)),
        JournalClear clear => Journals.ContainsKey(clear.Writer)
            ? With(JournalOf(clear.Writer).Clear(clear.Through))
            : this,
        LagWrite lag => this with
        {
            Lags = Lags.Add(lag.Lag.No, lag.Lag with { Offers = [.. lag.Lag.Offers] }),
        },
        LagClear lag => this with { Lags = Lags.Remove(lag.No) },
        _ => throw new ArgumentOutOfRangeException(nameof(write), write.GetType().Name, "Not a write."),
    };

    public StoreState With(StoredInbox inbox) => this with { Inboxes = Inboxes.SetItem(inbox.Owner, inbox) };
}
