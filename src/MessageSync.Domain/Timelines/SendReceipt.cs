namespace MessageSync.Timelines;

/// <summary>Where a message stands in its Timeline.</summary>
/// <param name="Seq">Its place.</param>
/// <param name="SentAt">When it took it.</param>
/// <param name="Duplicate">True when it had been sent before under the same key.</param>
public sealed record SendReceipt(SeqNo Seq, DateTimeOffset SentAt, bool Duplicate);
