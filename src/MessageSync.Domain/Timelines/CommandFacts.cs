namespace MessageSync.Timelines;

/// <summary>What the store knows of that which a command is about. A closed set.</summary>
public abstract record CommandFacts
{
    private protected CommandFacts() { }
}

/// <summary>A message that is known by its send key.</summary>
/// <param name="Seq">Its place.</param>
/// <param name="SentAt">When it took it.</param>
/// <param name="Fingerprint">Of its first body; null after a recall, when any repeat is a duplicate.</param>
public sealed record KnownSend(SeqNo Seq, DateTimeOffset SentAt, Fingerprint? Fingerprint) : CommandFacts
{
    /// <summary>What a send under this key gets.</summary>
    public Verdict Repeat(SendMessage command) => Fingerprint is { } first && first != command.Fingerprint
        ? new Verdict.Refused(new Refusal.SendKeyReused(Seq))
        : new Verdict.Repeated(new SendReceipt(Seq, SentAt, Duplicate: true));
}

/// <summary>The message that a <see cref="MessageCommand"/> is about, which its caller sees.</summary>
/// <param name="Message">In its present state.</param>
/// <param name="Returned">Members who saw it in an earlier stay and joined again after it; only where
/// <see cref="HasReturned"/>.</param>
public sealed record MessageTarget(Message Message, IReadOnlyList<UserId> Returned) : CommandFacts
{
    /// <summary>True where some members may not see a message and the others hear of its changes one by one.</summary>
    public static bool HasReturned(ConversationView view) =>
        view.Terms.History == HistoryPolicy.SinceJoin && view.MemberCount <= Limits.SmallGroupMembersMax;
}
