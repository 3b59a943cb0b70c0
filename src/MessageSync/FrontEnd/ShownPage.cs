using MessageSync.Inboxes;

namespace MessageSync.FrontEnd;

/// <summary>A page of an Inbox as callers see it: positions become cursors.</summary>
internal static class ShownPage
{
    public static SyncReply Of(SyncPage page, UserId owner)
    {
        // One after the other mostly: the last text is the next one's previous.
        var last = (Seq: page.Head, Text: new InboxCursor(page.Epoch, page.Head).Text(owner));
        var head = last.Text;
        string Text(InboxSeqNo seq)
        {
            if (seq != last.Seq) last = (seq, new InboxCursor(page.Epoch, seq).Text(owner));
            return last.Text;
        }

        var entries = new List<Delivery>(page.Entries.Count);
        foreach (var (entry, before, message) in page.Entries)
        {
            var previous = Text(before);
            entries.Add(new(Text(entry.Seq), previous, entry.At, entry.Conversation, entry.Content, message));
        }
        var cursor = Text(page.Cursor);
        var reset = page.Reset is null ? null : new ResetNotice(page.Reset.Reason, Text(page.Reset.Floor));
        return new(entries, cursor, head, page.More, reset, page.Epoch);
    }
}
