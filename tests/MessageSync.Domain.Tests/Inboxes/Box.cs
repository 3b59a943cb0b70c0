using MessageSync.Inboxes;

namespace MessageSync.Domain.Tests.Inboxes;

/// <summary>One Inbox whose runs are stored, with what a store would keep of it.</summary>
internal sealed class Box(UserId owner)
{
    private readonly Dictionary<ConversationId, ChangeNo> _told = [];

    public Inbox State { get; private set; } = Inbox.Empty(owner);

    public List<InboxEntry> Entries { get; } = [];

    public DateTimeOffset Now { get; set; } = Samples.Noon;

    /// <summary>What of each entry does not depend on when it came: where and what.</summary>
    public IEnumerable<string> Told => Entries.Select(entry => $"{entry.Conversation} {Text(entry.Content)}");

    /// <summary>Brings offers, as one run.</summary>
    public InboxRun? Offer(params IReadOnlyList<Offer> offers) => Kept(State.Decide(offers, Facts, Now));

    /// <summary>Does what the owner wants.</summary>
    public InboxRun? Do(ViewCommand command, MessageSync.Timelines.OwnView own) => Kept(State.Decide(command, own, Facts, Now));

    private InboxFacts Facts => new(
        _told,
        Entries.Where(entry => entry.Conversation is not null && entry.Content.Merges)
            .GroupBy(entry => entry.Content.KeyIn(entry.Conversation!.Value))
            .ToDictionary(all => all.Key, IReadOnlyList<InboxEntry> (all) => [.. all]));

    private InboxRun? Kept(InboxRun? run)
    {
        if (run is not null) Store(run);
        return run;
    }

    public InboxRun Notify(EntryContent.Notification notification)
    {
        var run = State.Decide(notification, default, Now);
        Store(run);
        return run;
    }

    public static string Text(EntryContent content) => content is EntryContent.Member(var changes, var incomplete, var count)
        ? $"member {string.Join(' ', changes.Select(one => $"{one.User}:{one.Change}:{one.Role}@{one.Seq}"))} {incomplete} {count}"
        : $"{content}";

    private void Store(InboxRun run)
    {
        Assert.Equal(State.Head, run.Expected);
        Entries.AddRange(run.Added);
        Assert.Equal(run.Removed.Count, Entries.RemoveAll(entry => run.Removed.Contains(entry.Seq)));
        foreach (var told in run.Told) _told[told.Conversation] = told.Change;
        State = State.Apply(run);
        Assert.Equal(Entries.Count, State.Count);
    }
}
