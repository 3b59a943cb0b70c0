using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Grains;

/// <summary>Reads a page of an Inbox: entries with the messages they refer to in their present state, and only those that
/// the owner may see.</summary>
internal sealed class SyncReader(UserId owner, GrainServices services)
{
    public async Task<SyncPage> ReadAsync(InboxCursor? asked, int limit, CancellationToken ct)
    {
        var slice = await ReadSliceAsync(asked, limit, ct);
        var (page, first) = (await HydrateAsync(slice, slice.After, ct), slice);
        while (page.Entries.Count == 0 && page.More && limit > 0)
        {
            // All of them hidden: a page that says there is more shows something.
            slice = await ReadSliceAsync(new(services.Epoch, page.Cursor), limit, ct);
            page = await HydrateAsync(slice, first.Reset is null ? page.Cursor : first.After, ct);
        }
        return page with { Reset = first.Reset ?? slice.Reset };
    }

    private Task<InboxSlice> ReadSliceAsync(InboxCursor? asked, int limit, CancellationToken ct)
    {
        var oldest = services.Now - services.Options.InboxKept;
        var bounds = new InboxBounds(services.Options.InboxEntriesMax, oldest);
        return services.Inboxes.ReadAsync(new(owner, asked, services.Epoch, bounds, limit), ct);
    }

    private async Task<SyncPage> HydrateAsync(InboxSlice slice, InboxSeqNo previous, CancellationToken ct)
    {
        var visible = await ReadVisibleAsync(slice.Entries, ct);
        var shown = slice.Entries.Where(entry =>
            entry.Content is not EntryContent.Message(var seq) || visible[entry.Conversation!.Value].Contains(seq)).ToList();
        var messages = await ReadMessagesAsync(shown, ct);

        var entries = new List<SyncEntry>(shown.Count);
        var read = 0;
        foreach (var entry in shown)
        {
            var isMessage = entry.Content is EntryContent.Message;
            if (isMessage && read == messages.Count) break;

            entries.Add(new(entry, previous, isMessage ? messages[read++] : null));
            previous = entry.Seq;
        }
        var cut = entries.Count < shown.Count;
        var cursor = cut ? entries[^1].Entry.Seq
            : !slice.More ? slice.Head
            : slice.Entries.Count > 0 ? slice.Entries[^1].Seq
            : slice.After;
        return new(entries, cursor, slice.Head, cut || slice.More, slice.Reset, services.Epoch);
    }

    private async Task<Dictionary<ConversationId, SeqRanges>> ReadVisibleAsync(
        IReadOnlyList<InboxEntry> entries, CancellationToken ct)
    {
        var conversations = entries.Where(entry => entry.Content is EntryContent.Message)
            .Select(entry => entry.Conversation!.Value).Distinct().ToList();
        if (conversations.Count == 0) return [];

        var views = await services.Timelines.ReadViewsAsync(owner, conversations, ct);
        return conversations.Zip(views).ToDictionary(pair => pair.First, pair => pair.Second?.Visible() ?? SeqRanges.Empty);
    }

    /// <summary>The messages of the entries, in their order; fewer when the page is full of bytes.</summary>
    private async Task<IReadOnlyList<Message>> ReadMessagesAsync(IEnumerable<InboxEntry> entries, CancellationToken ct)
    {
        var spans = new List<MessageSpan>();
        foreach (var entry in entries)
        {
            if (entry.Content is not EntryContent.Message(var seq)) continue;

            var conversation = entry.Conversation!.Value;
            if (spans.Count > 0 && spans[^1].Conversation == conversation && spans[^1].Last.Next() == seq)
                spans[^1] = spans[^1] with { Last = seq };
            else spans.Add(new(conversation, seq, seq));
        }
        return spans.Count == 0 ? [] : await services.Timelines.ReadMessagesAsync(spans, Limits.PageBytesMax, ct);
    }
}
