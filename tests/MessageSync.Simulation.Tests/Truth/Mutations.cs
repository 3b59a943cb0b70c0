using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>What callers were told about their edits and recalls: promises that everything later has to keep.</summary>
internal sealed class Mutations(Ledger ledger)
{
    private readonly Dictionary<string, Tried> _edits = new(StringComparer.Ordinal);

    public Erasures Erasures { get; } = new();

    /// <summary>Edits that were refused whenever they were answered, and answered every time, by their texts.</summary>
    public IEnumerable<string> Refused =>
        _edits.Where(one => one.Value is { Unknown: 0, IsAccepted: false }).Select(one => one.Key);

    /// <summary>True when somebody was told that a message is as it is now.</summary>
    public bool IsAcknowledged(ConversationId id, long seq) =>
        Erasures.Oldest(id, seq, Erasures.Now) == ledger.Find(id)!.States[(int)seq - 1].States.Count - 1;

    /// <summary>An edit begins. Its text is its own.</summary>
    public void TryEdit(MessageBody body)
    {
        if (!_edits.TryGetValue(Stories.Of(body), out var tried)) _edits[Stories.Of(body)] = tried = new();
        tried.Unknown++;
    }

    /// <summary>An edit is answered, not lost.</summary>
    public void AnswerEdit(
        UserId caller, ConversationId id, SeqNo seq, MessageBody body, int version, Answer<Message> answer)
    {
        var tried = _edits[Stories.Of(body)];
        tried.Unknown--;
        if (ledger.Find(id) is not { } log || log.States.ElementAtOrDefault((int)seq.Value - 1) is not { } message)
        {
            SimulationFailure.Unless(answer.Refusal is not null, "T1", () => $"{caller} edited what is not: {answer}.");
            return;
        }
        var made = message.States.Skip(version + 1).FirstOrDefault();
        switch (answer.Refusal)
        {
            case null:
                tried.IsAccepted = true;
                SimulationFailure.Unless(made?.Body == body, "T1",
                    () => $"{caller} was told of version {version + 1} of {seq} in {id}; there is {made}.");
                Erasures.Acknowledge(id, seq.Value, version + 1);
                break;
            case Refusal.VersionConflict(var now):
                SimulationFailure.Unless(now != version && now <= message.Now.Version, "T1",
                    () => $"{caller} was told of version {now} of {seq} in {id}, which is at {message.Now}.");
                break;
            case Refusal.Recalled:
                SimulationFailure.Unless(message.IsRecalled, "T1", () => $"{seq} of {id} is not recalled.");
                break;
            case Refusal.Forbidden:
                SimulationFailure.Unless(message.Now.Sender != caller, "T4", () => $"{seq} of {id} is {caller}'s own.");
                break;
        }
    }

    /// <summary>A recall is answered, not lost.</summary>
    public void AnswerRecall(Caller caller, ConversationId id, SeqNo seq, Answer<Done> answer)
    {
        if (answer.Value is null) return;

        var message = ledger.Find(id)!.States[(int)seq.Value - 1];
        SimulationFailure.Unless(message.IsRecalled, "T1", () => $"{caller} recalled {seq} of {id}: it is {message.Now}.");
        Erasures.Acknowledge(id, seq.Value, message.States.Count - 1);
    }

    private sealed class Tried
    {
        /// <summary>Tries that nobody answered.</summary>
        public int Unknown { get; set; }

        public bool IsAccepted { get; set; }
    }
}
