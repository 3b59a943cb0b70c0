using MessageSync.Inboxes;

namespace MessageSync.FanOut;

/// <summary>Who gets what of announcements.</summary>
public static class Recipients
{
    /// <summary>Adds the offers of one announcement to those of earlier ones.</summary>
    /// <param name="offers">Per user, in change order.</param>
    /// <param name="conversation">Where it happened.</param>
    /// <param name="announcement">What happened.</param>
    /// <param name="present">Members after the change; not looked at where they learn by <c>advanced</c>.</param>
    public static void Collect(
        Dictionary<UserId, List<Offer>> offers, ConversationId conversation, Announcement announcement,
        IEnumerable<UserId> present)
    {
        var concerned = new HashSet<UserId>(announcement.Joined ?? []);
        foreach (var user in concerned) Add(user, announcement.ToConcerned, first: false);
        foreach (var user in announcement.Concerned ?? [])
            if (concerned.Add(user)) Add(user, announcement.ToConcerned, first: true);

        if (announcement.ToMembers is null) return;
        foreach (var user in present)
            if (!concerned.Contains(user)) Add(user, announcement.ToMembers, first: true);

        void Add(UserId user, EntryContent? content, bool first)
        {
            if (!offers.TryGetValue(user, out var list)) offers[user] = list = [];
            var owed = first ? announcement.First : null;
            // While the group is large, one who has synced since knows it already; with its shrinking everybody gets it.
            if (owed is not null && announcement.IsLarge) list.Add(new(conversation, announcement.Change.Previous(), owed));
            if (content is not null)
                list.Add(new(conversation, announcement.Change, content) { First = announcement.IsLarge ? null : owed });
        }
    }
}
