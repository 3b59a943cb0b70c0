using MessageSync.Inboxes;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>Looks into Inboxes as a device does.</summary>
internal static class Inboxes
{
    /// <summary>Syncs until so many messages of a conversation have come, or nothing more comes: each once, in their
    /// order.</summary>
    public static async Task CompleteAsync(IMessageSync sync, UserId user, ConversationId conversation, int count)
    {
        // Hosts that know nothing of one another give no hints: a device that waits at one hears of the other's when it asks again.
        var (seqs, cursor, quiet) = (new List<long>(), (string?)null, 0);
        while (seqs.Count < count && quiet < 15)
        {
            SyncReply reply;
            try
            {
                reply = (await sync.SyncAsync(
                    new(user, new("phone")), new() { Cursor = cursor, Limit = 1000, Wait = TimeSpan.FromSeconds(2) })).Value!;
            }
            catch (StoreUnavailableException)
            {
                continue;
            }
            quiet = reply is { Entries.Count: 0, Reset: null } ? quiet + 1 : 0;
            foreach (var entry in reply.Entries)
                if (entry.Conversation == conversation && entry.Content is EntryContent.Message(var seq)) seqs.Add(seq.Value);
            cursor = reply.Cursor;
        }
        Assert.Equal(Enumerable.Range(1, count).Select(seq => (long)seq), seqs);
    }
}
