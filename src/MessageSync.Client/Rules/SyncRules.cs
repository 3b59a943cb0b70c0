namespace MessageSync.Client;

/// <summary>What a page of the Inbox changes: the entries and the cursor in one step, and the beginning of each
/// reset.</summary>
internal static class SyncRules
{
    /// <summary>Applies a page.</summary>
    /// <returns>False when it does not belong to where the device is: nothing was applied.</returns>
    public static bool Apply(Draft draft, DeviceRequest.Sync asked, SyncReply reply)
    {
        var state = draft.State;
        if (state.Cursor is null) return Begin(draft, reply);
        if (asked.Cursor != state.Cursor) return false;
        if (reply.Reset?.Reason == "epoch" || reply.Epoch != state.Epoch) return BeginAnew(draft, reply);
        if (reply.Reset is { Reason: not "trimmed" }) return StartOver(draft);
        if (!IsChain(reply.Reset?.Floor ?? state.Cursor, reply.Entries)) return false;

        if (reply.Reset is not null)
        {
            NoteAll(draft);
            draft.State = state with
            {
                Repair = new(state.Repair?.Since ?? state.Cursor, null),
                Resets = state.Resets + 1,
            };
        }
        foreach (var entry in reply.Entries) EntryRules.Apply(draft, entry);
        draft.State = draft.State with { Cursor = reply.Cursor };
        return true;
    }

    /// <summary>Applies one pushed entry.</summary>
    /// <returns>False when something before it was missed: the device has to sync.</returns>
    public static bool Apply(Draft draft, InboxEntry pushed)
    {
        if (draft.State.Cursor is not { } cursor || pushed.Previous != cursor) return false;

        EntryRules.Apply(draft, pushed);
        draft.State = draft.State with { Cursor = pushed.Cursor };
        return true;
    }

    /// <summary>
    /// Finds its place anew and keeps what it holds: everything is noted, a new head is taken, everything is listed and
    /// what is held is repaired.
    /// </summary>
    public static bool StartOver(Draft draft)
    {
        NoteAll(draft);
        draft.State = draft.State with
        {
            Cursor = null,
            Beginning = null,
            Repair = null,
            Resets = draft.State.Resets + 1,
        };
        return true;
    }

    /// <summary>The head that a new device goes on from, before it lists.</summary>
    private static bool Begin(Draft draft, SyncReply reply)
    {
        if (draft.State.Epoch is { } epoch && epoch != reply.Epoch) return BeginAnew(draft, reply);

        draft.State = draft.State with { Epoch = reply.Epoch, Beginning = new(reply.Head, null) };
        return true;
    }

    /// <summary>
    /// Another life of the store. What is held is of the old one: it is shown until the list has replaced it, and what
    /// was sent is sent again under its key. Other commands name messages of the old life, which may be others now.
    /// </summary>
    private static bool BeginAnew(Draft draft, SyncReply reply)
    {
        draft.State = draft.State with
        {
            Epoch = reply.Epoch,
            Cursor = null,
            Repair = null,
            Beginning = new(reply.Head, null),
            Generation = draft.State.Generation + 1,
            Resets = draft.State.Resets + 1,
        };
        foreach (var item in draft.Outbox.Where(item => item.Status != OutboxStatus.Failed).ToList())
            draft.Put(item.Command is DeviceCommand.Send
                ? item with { Status = OutboxStatus.Waiting, Seq = null, SentAt = null }
                : item with { Status = OutboxStatus.Failed, Problem = OutboxItem.EpochChanged });
        return true;
    }

    /// <summary>
    /// What is known before the reply is applied; of a repair under way, and of what it left to be asked, the older.
    /// </summary>
    private static void NoteAll(Draft draft)
    {
        foreach (var id in draft.Ids)
        {
            var conversation = draft.Conversation(id);
            var (todo, older) = (conversation.Todo, conversation.Noted);
            draft.Put(conversation with
            {
                Noted = new(
                    older?.Seq ?? todo.RoamAfter ?? (conversation.Held.IsEmpty ? null : conversation.Held.Last),
                    older?.Mutation ?? todo.MutationsAfter ?? conversation.MutationKnown),
            });
        }
    }

    private static bool IsChain(string from, IReadOnlyList<InboxEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Previous != from) return false;
            from = entry.Cursor;
        }
        return true;
    }
}
