namespace MessageSync.Client;

/// <summary>What pages of one conversation change: its details, history, mutations and hides.</summary>
internal static class PageRules
{
    /// <summary>The conversation as a list or a show had it.</summary>
    public static void Learn(Draft draft, Conversation shown)
    {
        if (shown.LastMessage is { } last) draft.Offer(last);
        var known = draft.Conversation(shown.Id);

        // No entry need have told of it: trimmed, or merged with a later change of role. What entries brought before it was
        // ever shown may be of a stay before this one.
        var isBack = known.Details is { } before ? shown.JoinedAt != before.JoinedAt : known.MutationKnown is not null;
        if (isBack) known = MemberRules.Reroamed(known);
        var head = Math.Max(known.Head, shown.Head);
        var learned = known with
        {
            Details = shown with { LastMessage = null },
            Head = head,
            HeadAt = shown.Head >= known.Head ? shown.HeadAt : known.HeadAt,
            ReadUpTo = Math.Max(known.ReadUpTo, shown.ReadUpTo ?? 0),
            MarkedUnread = shown.MarkedUnread ?? false,
            UnlistedUpTo = shown.Unlisted is true ? head : null,
            MutationKnown = known.MutationKnown ?? shown.MutationHead,
            Held = known.Held.With(new SeqRange(shown.LastMessage?.Seq ?? 1, shown.Head)),
            Todo = known.Todo with { Show = false },
        };
        if (shown.LeftAt is not null && known.MutationKnown < shown.MutationHead)
            learned = learned with { Todo = learned.Todo.WithMutationsAfter(known.MutationKnown.Value) };

        var membership = draft.Membership(shown.Id);
        if (isBack || shown.MemberCount > ClientLimits.KnownMembersMax)
            draft.Put(membership = membership with { IsComplete = false });
        if (!membership.IsComplete && learned.Todo.MembersAfter is null)
            learned = MemberRules.WithMembersToRead(learned, shown.MemberCount);
        draft.Put(learned);
    }

    /// <summary>A page of the history: its messages, and the range that is held with them.</summary>
    public static void Roamed(Draft draft, string id, RoamAnchor anchor, RoamingPage page)
    {
        foreach (var message in page.Messages) draft.Offer(message);
        var conversation = draft.Conversation(id);
        var todo = conversation.Todo;

        // Read before a mutation that is known already (requests may overlap): what it missed is read again. A former
        // member gets no entries of later mutations and learns of them here.
        if (page.MutationHead < conversation.NewestMutation)
            todo = todo.WithMutationsAfter(page.MutationHead);
        else if (conversation.IsLeft && conversation.MutationKnown < page.MutationHead)
            todo = todo.WithMutationsAfter(conversation.MutationKnown.Value);

        draft.Put(conversation with
        {
            Held = conversation.Held.With(Covered(anchor, page)),
            Head = Math.Max(conversation.Head, page.Head),
            MutationKnown = conversation.MutationKnown ?? page.MutationHead,
            Todo = todo,
        });
    }

    /// <summary>The place from which roaming upwards goes on; null when everything up to the head is held.</summary>
    public static long? NextRoamAfter(ConversationState conversation, long after)
    {
        var reached = conversation.Held.ReachFrom(after);
        return reached >= conversation.Head ? null : reached;
    }

    public static void Mutated(Draft draft, string id, long after, MutationsPage page)
    {
        foreach (var mutation in page.Mutations) draft.OfferIfHeld(mutation.Message);
        var conversation = draft.Conversation(id);
        var last = page.Mutations.Count > 0 ? page.Mutations[^1].Number : after;
        var reached = page.More ? last : Math.Max(last, page.Head);
        var isContiguous = after <= conversation.MutationKnown;

        // A page of the history that overlapped may have sent the reading further back meanwhile.
        var wanted = conversation.Todo.MutationsAfter is { } back && back < after ? back : (long?)null;
        draft.Put(conversation with
        {
            MutationKnown = isContiguous
                ? Math.Max(conversation.MutationKnown!.Value, reached)
                : conversation.MutationKnown,
            Todo = conversation.Todo with { MutationsAfter = wanted ?? (page.More && last > after ? last : null) },
        });
    }

    public static void Hidden(Draft draft, string id, HiddenRanges hidden)
    {
        draft.Hide(id, hidden.Ranges);
        var conversation = draft.Conversation(id);
        draft.Put(conversation with { Todo = conversation.Todo with { Hidden = false } });
    }

    /// <summary>Between these ends a page has everything that is visible.</summary>
    private static SeqRange Covered(RoamAnchor anchor, RoamingPage page)
    {
        if (page.Messages.Count == 0 && page.HasBefore && page.HasAfter) return new(1, 0);

        var (first, last) = page.Messages.Count > 0
            ? (page.Messages[0].Seq, page.Messages[^1].Seq)
            : Place(anchor, page);
        var from = !page.HasBefore ? 1 : anchor is RoamAnchor.After(var after) ? Math.Min(after + 1, first) : first;
        var to = anchor switch
        {
            _ when !page.HasAfter => page.Head,
            RoamAnchor.Before(var before) => Math.Max(Math.Min(before - 1, page.Head), last),
            _ => last,
        };
        return new(from, to);
    }

    /// <summary>An empty page has a place and no messages: all before it lies below, all after it from there
    /// on.</summary>
    private static (long First, long Last) Place(RoamAnchor anchor, RoamingPage page) => anchor switch
    {
        RoamAnchor.Before(var seq) => (seq, seq - 1),
        RoamAnchor.After(var seq) => (seq + 1, seq),
        RoamAnchor.Around(var seq) => (seq, seq - 1),
        _ => (page.Head + 1, page.Head),
    };
}
