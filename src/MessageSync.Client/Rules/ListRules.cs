namespace MessageSync.Client;

/// <summary>What a page of conversations changes: for a new device, and in the repair after a reset.</summary>
internal static class ListRules
{
    /// <summary>A page for a new device.</summary>
    public static void Begun(Draft draft, Beginning beginning, ConversationList list)
    {
        if (list.Epoch != draft.State.Epoch)
        {
            draft.State = draft.State with { Beginning = null };   // the head has to be asked for again
            return;
        }
        foreach (var shown in list.Conversations)
        {
            if (IsOld(draft, shown.Id)) draft.RemoveConversation(shown.Id);
            var wasHeld = draft.Find(shown.Id)?.Noted is not null;
            PageRules.Learn(draft, shown);
            if (wasHeld) Repair(draft, shown.Id);
        }
        if (list.NextPage is { } next)
        {
            draft.State = draft.State with { Beginning = beginning with { Page = next } };
            return;
        }
        foreach (var id in draft.Ids)
        {
            if (IsOld(draft, id)) draft.RemoveConversation(id);
            else if (draft.Conversation(id) is { Noted: not null } notListed)
            {
                draft.Put(notListed with { Todo = notListed.Todo with { Show = true } });
                Repair(draft, id);
            }
        }
        draft.State = draft.State with { Beginning = null, Cursor = beginning.Head };
    }

    /// <summary>A page of what may have been missed.</summary>
    /// <returns>False when it is of another epoch: the device has to sync.</returns>
    public static bool Missed(Draft draft, Repair repair, ConversationList list)
    {
        if (list.Epoch != draft.State.Epoch) return false;

        foreach (var shown in list.Conversations)
        {
            PageRules.Learn(draft, shown);
            Repair(draft, shown.Id, isOver: false);
        }
        draft.State = draft.State with { Repair = list.NextPage is { } next ? repair with { Page = next } : null };
        if (draft.State.Repair is null)
            foreach (var id in draft.Ids) draft.Put(draft.Conversation(id) with { Noted = null });
        return true;
    }

    /// <summary>Everything of one conversation that entries may have told and that was missed.</summary>
    private static void Repair(Draft draft, string id, bool isOver = true)
    {
        var conversation = draft.Conversation(id);
        var todo = conversation.Todo with { Hidden = true };
        if (conversation.Noted?.Seq is { } seq && PageRules.NextRoamAfter(conversation, seq) is { } after)
            todo = todo.WithRoamAfter(after);
        if (conversation.Noted?.Mutation is { } mutation) todo = todo.WithMutationsAfter(mutation);
        conversation = conversation with { Todo = todo, Noted = isOver ? null : conversation.Noted };
        draft.Put(MemberRules.WithMembersToRead(conversation, conversation.Details?.MemberCount ?? 0));
    }

    private static bool IsOld(Draft draft, string id) =>
        draft.Find(id) is { } known && known.Generation < draft.State.Generation;
}
