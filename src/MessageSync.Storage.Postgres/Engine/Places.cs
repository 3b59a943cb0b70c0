namespace MessageSync.Storage.Postgres.Engine;

/// <summary>Seqs of messages as they are stored.</summary>
internal static class Places
{
    /// <summary>Of a message to be stored.</summary>
    /// <exception cref="InvalidOperationException">The conversation is full, after 2^31 - 1 messages.</exception>
    public static int Of(SeqNo seq) => seq.Value is >= 0 and <= int.MaxValue
        ? (int)seq.Value
        : throw new InvalidOperationException($"Message {seq} has no place.");

    /// <summary>To read from or to: nothing lies beyond either end.</summary>
    public static int Clamped(SeqNo seq) => (int)Math.Clamp(seq.Value, 0, int.MaxValue);
}
