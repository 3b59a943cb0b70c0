using MessageSync.Timelines;

namespace MessageSync.Storage.InMemory;

/// <summary>Reads messages of a state.</summary>
internal static class StoredMessages
{
    /// <summary>The messages of spans, in their order, until bodies would be longer than <paramref name="bytesMax"/>.</summary>
    public static IReadOnlyList<Message> Read(this StoreState state, IReadOnlyList<MessageSpan> spans, long bytesMax)
    {
        var (page, bytes) = (new List<Message>(), 0L);
        foreach (var message in spans.SelectMany(span => Read(state, span)))
        {
            bytes += message.Body?.Bytes.Length ?? 0;
            if (bytes > bytesMax && page.Count > 0) break;
            page.Add(message);
        }
        return page;
    }

    private static IEnumerable<Message> Read(StoreState state, MessageSpan span)
    {
        if (!state.Timelines.TryGetValue(span.Conversation, out var stored)) return [];

        var down = span.Last < span.First;
        var asked = down ? new SeqRange(span.Last, span.First) : new SeqRange(span.First, span.Last);
        var range = asked.Intersect(new(new(1), stored.Head));
        if (range.IsEmpty) return [];

        var messages = stored.Messages.GetRange((int)range.From.Value - 1, (int)range.Count).Select(row => row.Message);
        return down ? messages.Reverse() : messages;
    }
}
