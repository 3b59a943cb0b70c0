using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>What callers were told about their sends: promises that everything later has to keep.</summary>
internal sealed class Answers(Ledger ledger, Mutations mutations)
{
    private readonly Dictionary<(ConversationId, UserId, SendKey), Sent> _sends = [];
    private readonly Dictionary<ConversationId, long> _acknowledged = [];

    /// <summary>True once two hosts were up at the same time: then one may not know yet what the other recalled, and
    /// refuses a key that was used.</summary>
    public bool MayBeBehind { get; set; }

    /// <summary>Every send that was tried.</summary>
    public IEnumerable<(ConversationId Conversation, UserId Sender, SendKey Key, Sent Sent)> Sends =>
        _sends.Select(one => (one.Key.Item1, one.Key.Item2, one.Key.Item3, one.Value));

    /// <summary>The newest message that somebody was promised.</summary>
    public long AcknowledgedIn(ConversationId conversation) => _acknowledged.GetValueOrDefault(conversation);

    /// <summary>A send begins.</summary>
    public Sent Try(ConversationId conversation, UserId sender, SendKey key)
    {
        if (!_sends.TryGetValue((conversation, sender, key), out var sent))
            _sends[(conversation, sender, key)] = sent = new();
        sent.Unknown++;
        if (sent.Seq is { } seq && Recalled(conversation, new(seq))) sent.IsRecalled |= mutations.IsAcknowledged(conversation, seq);
        return sent;
    }

    /// <summary>A send is answered, not lost.</summary>
    public void Answer(
        ConversationId conversation, UserId sender, SendKey key, MessageBody body, Answer<SendReceipt> answer)
    {
        var sent = _sends[(conversation, sender, key)];
        sent.Unknown--;
        if (answer.Refusal is Refusal.SendKeyReused(var first))
        {
            sent.Seq ??= first.Value;
            CheckReused(conversation, sender, key, body, first);
            SimulationFailure.Unless(!sent.IsRecalled || MayBeBehind, "T3",
                () => $"{sender} repeated {key} of {conversation} after its recall, and it was no duplicate.");
        }
        if (answer.Value is not { } receipt) return;

        SimulationFailure.Unless(sent.Seq is null || sent.Seq == receipt.Seq.Value, "T3",
            () => $"{sender} sent {key} to {conversation}: {sent.Seq} first, {receipt.Seq} now.");
        sent.Seq = receipt.Seq.Value;
        var stored = ledger.Find(conversation)?.Messages.ElementAtOrDefault((int)receipt.Seq.Value - 1);
        SimulationFailure.Unless(
            stored is not null && stored.Sender == sender && stored.SendKey == key && stored.At == receipt.SentAt
            && (stored.Fingerprint == Fingerprint.Of(body) || (receipt.Duplicate && Recalled(conversation, receipt.Seq))), "T1",
            () => $"{sender} was told that {key} is message {receipt.Seq} of {conversation}: stored is {stored}.");
        SimulationFailure.Unless(receipt.Duplicate || sent.First is null, "T3",
            () => $"{sender} was told twice that {key} to {conversation} is new.");
        if (!receipt.Duplicate) sent.First = receipt.Seq.Value;
        _acknowledged[conversation] = Math.Max(AcknowledgedIn(conversation), receipt.Seq.Value);
    }

    private void CheckReused(ConversationId conversation, UserId sender, SendKey key, MessageBody body, SeqNo first)
    {
        var stored = ledger.Find(conversation)!.Messages[(int)first.Value - 1];
        SimulationFailure.Unless(
            stored.Sender == sender && stored.SendKey == key && stored.Fingerprint != Fingerprint.Of(body), "T3",
            () => $"{sender} was told that {key} in {conversation} is reused: stored is {stored}.");
    }

    private bool Recalled(ConversationId conversation, SeqNo seq) =>
        ledger.Find(conversation)!.States[(int)seq.Value - 1].IsRecalled;

    /// <summary>What is known of one send key.</summary>
    internal sealed class Sent
    {
        /// <summary>The place that was told.</summary>
        public long? Seq { get; set; }

        /// <summary>Its recall was acknowledged before the last try began.</summary>
        public bool IsRecalled { get; set; }

        /// <summary>The place that was told to be a new one.</summary>
        public long? First { get; set; }

        /// <summary>Tries that nobody answered.</summary>
        public int Unknown { get; set; }
    }
}
