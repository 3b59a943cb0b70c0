namespace MessageSync.Client;

/// <summary>What each kind of entry changes. Applied twice, or again from an older cursor, it ends in the same
/// state.</summary>
internal static class EntryRules
{
    public static void Apply(Draft draft, InboxEntry entry)
    {
        switch (entry)
        {
            case MessageEntry(_, _, _, var message):
                Add(draft, message);
                break;
            case EditedEntry(_, _, _, var message):
                Change(draft, message);
                break;
            case RecalledEntry(_, _, _, var message):
                Change(draft, message);
                break;
            case HiddenEntry hidden:
                Hide(draft, hidden);
                break;
            case ReadEntry read:
                Read(draft, read);
                break;
            case MemberEntry member:
                MemberRules.Apply(draft, member);
                break;
            case ConversationEntry(_, _, _, var id, var title):
                var named = draft.Conversation(id);
                draft.Put(named with { Details = named.Details is { } shown ? shown with { Title = title } : null });
                break;
            case AdvancedEntry advanced:
                Advance(draft, advanced);
                break;
            case NotificationEntry notification:
                draft.Notify(notification);
                break;
        }
    }

    private static void Add(Draft draft, Message message)
    {
        draft.Offer(message);
        var conversation = draft.Conversation(message.Conversation);
        draft.Put(conversation with
        {
            Held = conversation.Held.With(new SeqRange(message.Seq, message.Seq)),
            MutationKnown = conversation.MutationKnown ?? 0,   // an entry that happens to show a mutation moves nothing
            Head = Math.Max(conversation.Head, message.Seq),
            HeadAt = message.Seq >= conversation.Head ? message.SentAt : conversation.HeadAt,
            UnlistedUpTo = message.Seq > conversation.UnlistedUpTo ? null : conversation.UnlistedUpTo,
        });
    }

    private static void Change(Draft draft, Message message)
    {
        draft.OfferIfHeld(message);
        var conversation = draft.Conversation(message.Conversation);
        draft.Put(conversation with
        {
            MutationSeen = Math.Max(conversation.MutationSeen, message.Mutation ?? 0),
            Head = Math.Max(conversation.Head, message.Seq),
        });
    }

    /// <summary>The user hides messages. Their own newest may be among those that are not read: then only the server
    /// tells what is unread.</summary>
    public static void Hide(Draft draft, string id, SeqRange range)
    {
        var before = draft.Conversation(id);
        draft.Hide(id, range);
        if (range.To <= before.ReadUpTo || before.Hidden.HolesIn(range).Count == 0) return;

        var conversation = draft.Conversation(id);
        draft.Put(conversation with { Todo = conversation.Todo with { Show = true } });
    }

    private static void Hide(Draft draft, HiddenEntry hidden)
    {
        Hide(draft, hidden.Conversation, new SeqRange(hidden.From, hidden.To));
        if (!hidden.Unlisted) return;

        // Merged with an older hide the entry does not say which messages are newer: the conversation does.
        var conversation = draft.Conversation(hidden.Conversation);
        draft.Put(conversation with
        {
            UnlistedUpTo = Math.Max(conversation.Head, hidden.To),
            Todo = conversation.Todo with { Show = true },
        });
    }

    private static void Read(Draft draft, ReadEntry read)
    {
        var (conversation, membership) = (draft.Conversation(read.Conversation), draft.Membership(read.Conversation));
        foreach (var (reader, upTo) in read.Reads)
        {
            membership = membership.WithReceipt(reader, upTo);
            if (reader == draft.Me)
                conversation = conversation with { ReadUpTo = Math.Max(conversation.ReadUpTo, upTo) };
        }

        // A read may leave the mark, or set it: where it takes it away, the entry says so.
        draft.Put(conversation with { MarkedUnread = read.MarkedUnread ?? conversation.MarkedUnread });
        draft.Put(membership);
    }

    private static void Advance(Draft draft, AdvancedEntry advanced)
    {
        var conversation = draft.Conversation(advanced.Conversation);
        var todo = conversation.Todo with { Show = true };
        if (!conversation.Held.IsEmpty && conversation.Held.Last < advanced.Head)
            todo = todo.WithRoamAfter(conversation.Held.Last);
        if (conversation.MutationKnown is { } known && known != advanced.MutationHead)
            todo = todo.WithMutationsAfter(known);
        draft.Put(conversation with
        {
            Head = Math.Max(conversation.Head, advanced.Head),
            MutationKnown = conversation.MutationKnown ?? advanced.MutationHead,   // of nothing everything is known
            Todo = todo,
        });

        // It stands for changes of membership too.
        draft.Put(draft.Membership(advanced.Conversation) with { IsComplete = false });
    }
}
