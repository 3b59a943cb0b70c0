using MessageSync.Inboxes;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>Looks into Inboxes as a device does.</summary>
internal static class Inboxes
{
    /// <summary>Syncs until so many messages of a conversation have come, or nothing more comes: each once, in their
    /// order.</summary>
    public static async Task CompleteAsync(IMessageSync sync, UserId user, ConversationId conversation, int count)
    {
        var (seqs, cursor) = (new List<long>(), (string?)null);
        while (seqs.Count < count)
        {
            SyncReply reply;
            try
            {
                reply = (await sync.SyncAsync(
                    new(user, new("phone")), new() { Cursor = cursor, Limit = 1000, Wait = TimeSpan.FromSeconds(60) })).Value!;
            }
            catch (StoreUnavailableException)
            {
                continue;
            }
            if (reply is { Entries.Count: 0, Reset: null }) break;
            foreach (var entry in reply.Entries)
                if (entry.Conversation == conversation && entry.Content is EntryContent.Message(var seq)) seqs.Add(seq.Value);
            cursor = reply.Cursor;
        }
        Assert.Equal(Enumerable.Range(1, count).Select(seq => (long)seq), seqs);
    }
}
