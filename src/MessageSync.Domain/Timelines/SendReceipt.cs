namespace MessageSync.Timelines;

/// <summary>Where a message stands in its Timeline.</summary>
/// <param name="Seq">Its place.</param>
/// <param name="SentAt">When it took it.</param>
/// <param name="Duplicate">True when it had been sent before under the same key.</param>
public sealed record SendReceipt(SeqNo Seq, DateTimeOffset SentAt, bool Duplicate);

/// <summary>A message that is known by its send key.</summary>
/// <param name="Seq">Its place.</param>
/// <param name="SentAt">When it took it.</param>
/// <param name="Fingerprint">Of its first body; null after a recall, when any repeat is a duplicate.</param>
public sealed record KnownSend(SeqNo Seq, DateTimeOffset SentAt, Fingerprint? Fingerprint)
{
    /// <summary>What a send under this key gets.</summary>
    public Verdict Repeat(SendMessage command) => Fingerprint is { } first && first != command.Fingerprint
        ? new Verdict.Refused(new Refusal.SendKeyReused(Seq))
        : new Verdict.Repeated(new SendReceipt(Seq, SentAt, Duplicate: true));
}
