using MessageSync.Inboxes;

namespace MessageSync.FanOut;

/// <summary>Who gets what of announcements.</summary>
public static class Recipients
{
    /// <summary>Adds the offers of one announcement to those of earlier ones, where all members get the same and nobody
    /// else gets anything.</summary>
    /// <returns>False where it is otherwise: nothing was added.</returns>
    public static bool TryCollect(List<Offer> offers, ConversationId conversation, Announcement announcement)
    {
        if (announcement is not { ToMembers: { } content, Joined: null, Concerned: null, Unseen: null }) return false;

        offers.AddRange(Offers(conversation, announcement, content, first: true));
        return true;
    }

    /// <summary>Adds the offers of one announcement to those of earlier ones.</summary>
    /// <param name="offers">Per user, in change order.</param>
    /// <param name="conversation">Where it happened.</param>
    /// <param name="announcement">What happened.</param>
    /// <param name="present">Members after the change; not looked at where they learn by <c>advanced</c>.</param>
    public static void Collect(
        Dictionary<UserId, List<Offer>> offers, ConversationId conversation, Announcement announcement,
        IEnumerable<UserId> present)
    {
        var concerned = announcement is { Joined: null, Concerned: null } ? null : new HashSet<UserId>();
        var toJoined = Offers(conversation, announcement, announcement.ToConcerned, first: false);
        foreach (var user in announcement.Joined ?? [])
            if (concerned!.Add(user)) Give(offers, user, toJoined);

        var toConcerned = Offers(conversation, announcement, announcement.ToConcerned, first: true);
        foreach (var user in announcement.Concerned ?? [])
            if (concerned!.Add(user)) Give(offers, user, toConcerned);

        if (announcement.ToMembers is null) return;
        var toMembers = Offers(conversation, announcement, announcement.ToMembers, first: true);
        var unseen = announcement.Unseen is { } users ? users.ToHashSet() : null;
        var toUnseen = unseen is null ? [] : Offers(conversation, announcement, null, first: true);
        foreach (var user in present)
            if (concerned is null || !concerned.Contains(user))
                Give(offers, user, unseen?.Contains(user) == true ? toUnseen : toMembers);
    }

    /// <summary>What one user gets; the same for all of a kind.</summary>
    private static Offer[] Offers(ConversationId conversation, Announcement announcement, EntryContent? content, bool first)
    {
        var owed = first ? announcement.First : null;
        if (content is null && owed is not null && !announcement.IsLarge)
            return [new(conversation, announcement.Change, owed)];

        var news = content is null
            ? null
            : new Offer(conversation, announcement.Change, content) { First = announcement.IsLarge ? null : owed };
        // While the group is large, one who has synced since knows it already; with its shrinking everybody gets it.
        var before = owed is null || !announcement.IsLarge
            ? null
            : new Offer(conversation, announcement.Change.Previous(), owed);
        return (before, news) switch
        {
            (null, null) => [],
            (null, _) => [news],
            (_, null) => [before],
            _ => [before, news],
        };
    }

    private static void Give(Dictionary<UserId, List<Offer>> offers, UserId user, Offer[] given)
    {
        if (!offers.TryGetValue(user, out var list)) offers[user] = list = new(given.Length);
        list.AddRange(given);
    }
}
