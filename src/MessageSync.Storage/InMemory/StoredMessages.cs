using MessageSync.Timelines;

namespace MessageSync.Storage.InMemory;

/// <summary>Reads messages of a state.</summary>
internal static class StoredMessages
{
    /// <summary>The messages of spans, in their order, until bodies would be longer than <paramref name="bytesMax"/>.</summary>
    public static IReadOnlyList<Message> Read(
        this StoreState state, IReadOnlyList<MessageSpan> spans, long bytesMax) =>
        [.. Fitting(spans.SelectMany(span => Read(state, span)), bytesMax)];

    /// <summary>The first messages, until bodies would be longer than <paramref name="bytesMax"/>.</summary>
    public static IEnumerable<Message> Fitting(IEnumerable<Message> messages, long bytesMax)
    {
        var (count, bytes) = (0, 0L);
        foreach (var message in messages)
        {
            bytes += message.Body?.Bytes.Length ?? 0;
            if (bytes > bytesMax && count > 0) yield break;

            count++;
            yield return message;
        }
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
