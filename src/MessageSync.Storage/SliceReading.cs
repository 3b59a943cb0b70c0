using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Storage;

/// <summary>How every store completes a slice, within the snapshot that its entries are of: with the messages that its
/// owner may see, in their present state.</summary>
public static class SliceReading
{
    /// <summary>Leaves out messages that the owner may not see, and reads the others.</summary>
    /// <param name="slice">With its entries.</param>
    /// <param name="visibleIn">What the owner sees of a conversation; asked once for each.</param>
    /// <param name="read">Messages by their spans, as <see cref="ITimelineStore.ReadMessagesAsync"/> does.</param>
    public static InboxSlice Complete(
        InboxSlice slice, Func<ConversationId, SeqRanges> visibleIn,
        Func<IReadOnlyList<MessageSpan>, IReadOnlyList<Message>> read)
    {
        ArgumentNullException.ThrowIfNull(read);

        var (shown, spans) = Show(slice, visibleIn);
        return slice with { Shown = shown, Messages = spans.Count == 0 ? [] : read(spans) };
    }

    /// <summary>Leaves out messages that the owner may not see.</summary>
    /// <param name="slice">With its entries.</param>
    /// <param name="visibleIn">What the owner sees of a conversation; asked once for each.</param>
    /// <returns>The entries that are shown, and where their messages lie.</returns>
    public static (IReadOnlyList<InboxEntry> Shown, IReadOnlyList<MessageSpan> Spans) Show(
        InboxSlice slice, Func<ConversationId, SeqRanges> visibleIn)
    {
        ArgumentNullException.ThrowIfNull(slice);
        ArgumentNullException.ThrowIfNull(visibleIn);

        var visible = new Dictionary<ConversationId, SeqRanges>();
        var (shown, spans) = (new List<InboxEntry>(slice.Entries.Count), new List<MessageSpan>());
        foreach (var entry in slice.Entries)
        {
            if (entry is { Conversation: { } id, Content: EntryContent.OfMessage { Seq: var seq } })
            {
                if (!visible.TryGetValue(id, out var ranges))
                    visible[id] = ranges = visibleIn(id);
                if (!ranges.Contains(seq)) continue;

                if (spans.Count > 0 && spans[^1].Conversation == id && spans[^1].Last.Next() == seq)
                    spans[^1] = spans[^1] with { Last = seq };
                else spans.Add(new(id, seq, seq));
            }
            shown.Add(entry);
        }
        return (shown, spans);
    }
}
