namespace MessageSync.Storage.Sqlite.Stored;

/// <summary>The key of a message's row: the number of its conversation, then its seq.</summary>
internal static class Place
{
    private const long SeqMax = uint.MaxValue;

    /// <summary>The place of a message to be stored.</summary>
    /// <exception cref="InvalidOperationException">The conversation is full, after 2^32 messages.</exception>
    public static long Of(long conversation, SeqNo seq) => seq.Value is > 0 and <= SeqMax
        ? (conversation << 32) | seq.Value
        : throw new InvalidOperationException($"Message {seq} has no place.");

    /// <summary>The place to read from or to: nothing lies beyond either end.</summary>
    public static long Clamped(long conversation, SeqNo seq) =>
        (conversation << 32) | Math.Clamp(seq.Value, 0, SeqMax);

    /// <summary>The seq at a place.</summary>
    public static SeqNo Seq(long place) => new(place & SeqMax);
}
