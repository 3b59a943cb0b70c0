using System.Collections.Immutable;

namespace MessageSync.Client;

/// <summary>Membership: by entries, by lists of members, and what one's own joining and leaving bring about.</summary>
internal static class MemberRules
{
    public static void Apply(Draft draft, MemberEntry entry)
    {
        var before = draft.Membership(entry.Conversation);
        var roles = entry.Changes.Aggregate(before.Roles, Applied);
        var isBack = before.Roles.Count > 0 && entry.Changes.Any(change => MayBeBack(draft, before, change));
        var isKnown = entry.Incomplete is not true && roles.Count == entry.MemberCount && !isBack;

        // Where one joins, one's read position begins.
        var told = entry.Changes.Where(change => change.Change == "joined")
            .Aggregate(before, (members, joined) => members.WithReceipt(joined.User, joined.Seq));
        draft.Put(told with
        {
            Roles = roles,
            Reading = entry.Changes.Aggregate(before.Reading, Applied),
            IsComplete = isKnown,
            AsOfHead = isKnown
                ? Math.Max(before.AsOfHead, entry.Changes.Select(change => change.Seq).DefaultIfEmpty().Max())
                : before.AsOfHead,
        });

        var conversation = draft.Conversation(entry.Conversation);
        var wereReceiptsOff = conversation.Details?.MemberCount > ClientLimits.ReceiptsMax;
        if (conversation.Details is { } shown)
            conversation = conversation with { Details = shown with { MemberCount = entry.MemberCount } };
        foreach (var change in entry.Changes.Where(change => change.User == draft.Me))
            conversation = Own(conversation, change, entry.At);
        // The newest change of a user may stand for a leaving and a joining before it, and with that for a read
        // position.
        var mayHideJoining = wereReceiptsOff || entry.Changes.Any(change => change.Change == "role");
        if (!isKnown || (mayHideJoining && entry.MemberCount <= ClientLimits.ReceiptsMax))
            conversation = WithMembersToRead(conversation, entry.MemberCount);
        draft.Put(conversation);
    }

    /// <summary>A page of members; the last one puts the whole list in the place of the old.</summary>
    public static void Apply(Draft draft, string id, string after, MembersPage page)
    {
        var (membership, conversation) = (draft.Membership(id), draft.Conversation(id));
        var isFirst = after.Length == 0;
        if (isFirst) membership = membership with { AsOfHead = conversation.Head };
        var reading = isFirst ? membership.Reading.Clear() : membership.Reading;
        reading = reading.SetItems(page.Members.Select(member => KeyValuePair.Create(member.User, member.Role)));
        foreach (var member in page.Members)
            if (member.ReadUpTo is { } upTo) membership = membership.WithReceipt(member.User, upTo);

        var isLast = page.NextAfter is null || page.Members.Count == 0;
        draft.Put(isLast
            ? membership with { Roles = reading, IsComplete = true, Reading = reading.Clear() }
            : membership with { Reading = reading });
        var next = isLast ? null : page.NextAfter;
        draft.Put(conversation with { Todo = conversation.Todo with { MembersAfter = next } });
    }

    /// <summary>The members have to be read, where a device knows them all.</summary>
    public static ConversationState WithMembersToRead(ConversationState conversation, int memberCount) =>
        conversation.IsLeft || memberCount > ClientLimits.KnownMembersMax
            ? conversation
            : conversation with { Todo = conversation.Todo with { MembersAfter = "" } };

    /// <summary>A joining of one's own that was not known, or a role, which may have taken one in: what others did
    /// meanwhile is not known either. Where nothing was sent between two joinings they look alike.</summary>
    private static bool MayBeBack(Draft draft, Membership known, MemberChange change) =>
        change.User == draft.Me
        && (change.Change == "role"
            || (change.Change == "joined" && (known.AsOfHead <= change.Seq
                || draft.Find(known.Conversation)?.JoinedAtHead != change.Seq)));

    private static ConversationState Own(ConversationState conversation, MemberChange change, DateTimeOffset at) =>
        change.Change switch
        {
            "joined" => Joined(conversation, change),
            "left" => conversation with
            {
                Details = conversation.Details is { } shown ? shown with { LeftAt = at, Role = null } : null,
                Todo = conversation.Todo with { Show = true, MembersAfter = null },
            },
            // By joinedAt alone it cannot be told: where the server's clock went back, two joinings have the same.
            _ => Reroamed(conversation) with
            {
                Details = conversation.Details is { } shown ? shown with { Role = change.Role } : null,
                Todo = Reroamed(conversation).Todo with { Show = true },
            },
        };

    /// <summary>Older parts may have become visible: what counted as held is roamed again, and stays until
    /// then.</summary>
    public static ConversationState Reroamed(ConversationState conversation) => conversation with
    {
        Held = conversation.Hidden,
        Todo = conversation switch
        {
            { Held.IsEmpty: false } => conversation.Todo.WithRoamAfter(conversation.Held.First - 1),
            { Todo.RoamAfter: null } => conversation.Todo with { Newest = true },
            _ => conversation.Todo,
        },
    };

    private static ConversationState Joined(ConversationState conversation, MemberChange change)
    {
        var details = conversation.Details is { } shown ? shown with { LeftAt = null, Role = change.Role } : null;
        if (conversation.JoinedAtHead == change.Seq) return conversation with { Details = details };

        return Reroamed(conversation) with
        {
            Details = details,
            JoinedAtHead = change.Seq,
            ReadUpTo = Math.Max(conversation.ReadUpTo, change.Seq),
            Todo = Reroamed(conversation).Todo with { Show = true },
        };
    }

    private static ImmutableSortedDictionary<string, string> Applied(
        ImmutableSortedDictionary<string, string> roles, MemberChange change) =>
        change.Change == "left" ? roles.Remove(change.User) : roles.SetItem(change.User, change.Role ?? "member");
}
