using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Grains;

/// <summary>Decides the runs of one Inbox, by what memory knows and else the store.</summary>
internal sealed class InboxDecisions(UserId owner, GrainServices services)
{
    private const int ToldKept = 256;

    private static readonly Dictionary<MergeKey, IReadOnlyList<InboxEntry>> s_noEntries = [];

    private readonly ToldCache _told = new(ToldKept);

    /// <summary>How the owner stands to a conversation; null when there is none.</summary>
    public async Task<ConversationView?> ViewAsync(ConversationId conversation) =>
        (await services.Timelines.ReadViewsAsync(owner, [conversation], services.Stopping))[0];

    /// <summary>A run was stored.</summary>
    public void Stored(InboxRun run) => _told.Add(run.Told);

    /// <summary>Somebody else wrote: memory knows nothing.</summary>
    public void Forget() => _told.Clear();

    /// <summary>Decides one run of all that was taken: offers, or one thing that is none.</summary>
    /// <returns>Null where there is nothing to store.</returns>
    public ValueTask<InboxRun?> DecideAsync(Inbox state, IReadOnlyList<Handed> taken, DateTimeOffset now)
    {
        var first = taken[0];
        if (first.Notification is { } notification) return new(DecideAsync(state, first, notification, now));
        if (first.View is { } command) return new(DecideAsync(state, command, now));

        var offers = taken.Count == 1 ? first.Offers : [.. taken.SelectMany(one => one.Offers)];
        return state.Head == InboxSeqNo.None || KnowsAllOf(offers)
            ? new(state.Decide(offers, new InboxFacts(_told.Known, s_noEntries), now))
            : new(DecideAsync(state, offers, now));
    }

    private async Task<InboxRun?> DecideAsync(
        Inbox state, Handed handed, EntryContent.Notification notification, DateTimeOffset now)
    {
        var known = await services.Inboxes.FindNotifiedAsync(owner, notification.SendKey, services.Stopping);
        handed.Known = known?.At >= now - services.Options.InboxKept ? known : null;
        return handed.Known is null ? state.Decide(notification, handed.Fingerprint, now) : null;
    }

    private async Task<InboxRun?> DecideAsync(Inbox state, ViewCommand command, DateTimeOffset now)
    {
        var own = (await ViewAsync(command.Conversation))!.Own;
        var key = command.Tell(own).KeyIn(command.Conversation);
        var facts = await services.Inboxes.ReadFactsAsync(owner, [command.Conversation], [key], services.Stopping);
        return state.Decide(command, own, facts, now);
    }

    private async Task<InboxRun?> DecideAsync(Inbox state, IReadOnlyList<Offer> offers, DateTimeOffset now) =>
        state.Decide(offers, await AskFactsAsync(offers), now);

    /// <summary>Mostly memory knows: plain messages of conversations that were told of lately.</summary>
    private bool KnowsAllOf(IReadOnlyList<Offer> offers)
    {
        for (var i = 0; i < offers.Count; i++)
            if (offers[i].Merges || !_told.Known.ContainsKey(offers[i].Conversation)) return false;
        return true;
    }

    private async Task<InboxFacts> AskFactsAsync(IReadOnlyList<Offer> offers)
    {
        var told = new Dictionary<ConversationId, ChangeNo>();
        var unknown = new HashSet<ConversationId>();
        var merging = new HashSet<MergeKey>();
        foreach (var offer in offers)
        {
            if (_told.Known.TryGetValue(offer.Conversation, out var change)) told[offer.Conversation] = change;
            else unknown.Add(offer.Conversation);
            foreach (var content in offer.Contents.Where(content => content.Merges))
                merging.Add(content.KeyIn(offer.Conversation));
        }
        var facts = await services.Inboxes.ReadFactsAsync(owner, unknown, merging, services.Stopping);
        foreach (var (conversation, change) in facts.Told) told[conversation] = change;
        return facts with { Told = told };
    }
}
