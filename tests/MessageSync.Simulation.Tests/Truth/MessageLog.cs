using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>One message and every state that it ever had: as sent, then one for each edit, a tombstone at last.</summary>
internal sealed class MessageLog(ConversationId conversation, MessageSent sent)
{
    private readonly List<Message> _states =
        [new(conversation, sent.Seq, sent.SendKey, sent.Sender, sent.At, sent.Body)];

    public Message Now => _states[^1];

    public bool IsRecalled => Now.State == MessageState.Recalled;

    /// <summary>Oldest first: version n is at n, the tombstone is the last.</summary>
    public IReadOnlyList<Message> States => _states;

    /// <summary>The states that it is in no more.</summary>
    public IEnumerable<MessageBody> Erased => _states.SkipLast(1).Select(state => state.Body!);

    /// <summary>Which state a shown message is; -1 for none that it ever had.</summary>
    public int IndexOf(Message shown) => _states.LastIndexOf(shown);

    public void Add(MessageEdited edited)
    {
        SimulationFailure.Unless(!IsRecalled && edited.Version == Now.Version + 1, "S1",
            () => $"{conversation}: version {edited.Version} of {edited.Seq} was stored after {Now}.");
        _states.Add(Now with
        {
            Body = edited.Body,
            State = MessageState.Edited,
            Version = edited.Version,
            EditedAt = edited.At,
            Mutation = edited.No,
        });
    }

    public void Add(MessageRecalled recalled)
    {
        SimulationFailure.Unless(!IsRecalled, "S1", () => $"{conversation}: {recalled.Seq} was recalled twice.");
        _states.Add(Now with
        {
            Body = null,
            State = MessageState.Recalled,
            RecalledBy = recalled.By,
            RecalledAt = recalled.At,
            Mutation = recalled.No,
        });
    }
}
