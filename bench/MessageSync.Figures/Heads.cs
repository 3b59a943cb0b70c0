using MessageSync.Inboxes;

namespace MessageSync.Figures;

/// <summary>How far Inboxes are.</summary>
internal static class Heads
{
    public static async Task<long> OfAsync(IMessageSync sync, UserId user)
    {
        var reply = await sync.SyncAsync(new(user, new("phone")), new() { Limit = 0 });
        return InboxCursor.TryParse(reply.Value!.Head, user, out var cursor)
            ? cursor.Seq.Value
            : throw new InvalidOperationException("Not a cursor.");
    }
}
