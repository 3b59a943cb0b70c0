using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.Grains;

/// <summary>Gathers what became of a message for a device. For support: it reads the whole Inbox.</summary>
internal sealed class Tracer(UserId owner, GrainServices services)
{
    /// <summary>The facts; the refusal of a conversation or a message that does not exist.</summary>
    public async Task<Answer<MessageTrace>> TraceAsync(
        DeviceId? device, DeviceCursor? known, ConversationId conversation, SeqNo seq, CancellationToken ct)
    {
        if ((await services.Timelines.ReadViewsAsync(owner, [conversation], ct))[0] is not { } view)
            return new Refusal.ConversationNotFound();
        if ((await services.Timelines.ReadMessagesAsync([new(conversation, seq, seq)], 0, ct)) is not [var message])
            return new Refusal.MessageNotFound();

        var large = await services.Inboxes.ReadLargeGroupsAsync(owner, ct);
        var (head, floor, entries) = await ReadInboxAsync(ct);
        var about = entries.Where(entry => entry.Conversation == conversation).ToList();
        var kept = services.Options.InboxKept;
        return new MessageTrace(
            owner, device, known, view.Stays, view.Visible().Contains(seq), view.Own.Hidden.Contains(seq), message,
            large.Any(group => group.Conversation == conversation), services.Epoch,
            head, floor, entries.Count == 0 ? null : entries[0].At,
            about.Find(entry => entry.Content is EntryContent.Message(var its) && its == seq),
            about.Find(entry => entry.Content is EntryContent.Mutated { Seq: var its } && its == seq),
            about.Find(entry => entry.Content is EntryContent.Advanced),
            kept, services.Now - kept, services.Options.InboxEntriesMax);
    }

    private async Task<(InboxSeqNo Head, InboxSeqNo Floor, List<InboxEntry> Entries)> ReadInboxAsync(CancellationToken ct)
    {
        var bounds = new InboxBounds(services.Options.InboxEntriesMax, services.Now - services.Options.InboxKept);
        var (entries, asked, floor) = (new List<InboxEntry>(), (InboxCursor?)null, (InboxSeqNo?)null);
        while (true)
        {
            var slice = await services.Inboxes.ReadAsync(
                new(owner, asked, services.Epoch, bounds, Limits.SyncPageMax), ct);
            floor ??= slice.After;
            entries.AddRange(slice.Entries);
            if (!slice.More) return (slice.Head, floor.Value, entries);
            asked = new(services.Epoch, slice.Entries[^1].Seq);
        }
    }
}
