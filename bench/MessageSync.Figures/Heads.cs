using MessageSync.Inboxes;

namespace MessageSync.Figures;

/// <summary>How far Inboxes are.</summary>
internal static class Heads
{
    /// <summary>Waits until an Inbox is that far.</summary>
    public static async Task ReachAsync(IMessageSync sync, UserId user, long head)
    {
        while (await OfAsync(sync, user) < head) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
    }

    public static async Task<long> OfAsync(IMessageSync sync, UserId user)
    {
        var reply = await sync.SyncAsync(new(user, new("phone")), new() { Limit = 0 });
        return InboxCursor.TryParse(reply.Value!.Head, user, out var cursor)
            ? cursor.Seq.Value
            : throw new InvalidOperationException("Not a cursor.");
    }
}
