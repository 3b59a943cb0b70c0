namespace MessageSync.Client.Tests.Properties;

/// <summary>What no single step of a device may do, whatever the replies are.</summary>
internal static class CommitRules
{
    public static void Check(IDeviceStore store, StoreChanges changes)
    {
        var before = store.Load();
        CheckCursor(before.State, changes.State);
        var conversations = changes.Conversations.ToDictionary(one => one.Id, StringComparer.Ordinal);
        foreach (var (id, range) in changes.RemovedMessages)
            Assert.Empty(conversations[id].Hidden.HolesIn(range));
        foreach (var id in changes.RemovedConversations)
        {
            var gone = before.Conversations.Single(one => one.Id == id);
            if (gone is { Details: null, Held.IsEmpty: true }) continue;   // only its name was known

            Assert.True(gone.Generation < (changes.State ?? before.State).Generation, $"{id} is dropped.");
            Assert.True(changes.State?.Cursor is not null || conversations.ContainsKey(id),
                $"{id} has no replacement yet.");
        }
        foreach (var message in changes.Messages.Where(message =>
            !changes.RemovedConversations.Contains(message.Conversation)))
            Assert.True(message.Replaces(store.FindMessage(message.Conversation, message.Seq)), $"{message} is older.");
        foreach (var old in before.Conversations)
            if (conversations.TryGetValue(old.Id, out var now)
                && now.Generation == old.Generation) CheckConversation(old, now);
        foreach (var no in changes.RemovedOutbox)
            Assert.NotEqual(OutboxStatus.Failed, before.Outbox.Single(item => item.No == no).Status);
    }

    private static void CheckCursor(DeviceState before, DeviceState? after)
    {
        if (after?.Cursor is null || before.Cursor is null || after.Epoch != before.Epoch) return;

        Assert.True(string.CompareOrdinal(after.Cursor, before.Cursor) >= 0,
            $"{before.Cursor} goes back to {after.Cursor}.");
        if (before.Repair is { } old && after.Repair is { } now) Assert.Equal(old.Since, now.Since);
    }

    private static void CheckConversation(ConversationState before, ConversationState after)
    {
        Assert.True(after.ReadUpTo >= before.ReadUpTo, "A read position moves back.");
        Assert.True(after.Head >= before.Head, "A head moves back.");
        Assert.True((after.MutationKnown ?? -1) >= (before.MutationKnown ?? -1), "A known mutation moves back.");
        foreach (var range in before.Hidden.Ranges) Assert.Empty(after.Hidden.HolesIn(range));
        // What is no longer held is roamed again.
        foreach (var hole in before.Held.Ranges.SelectMany(range => after.Held.HolesIn(range)))
            Assert.True(after.Todo.Newest || after.Todo.RoamAfter < hole.From, $"{hole} is forgotten.");
    }
}
