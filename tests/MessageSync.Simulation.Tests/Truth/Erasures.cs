namespace MessageSync.Simulation.Tests.Truth;

/// <summary>Which edits and recalls were acknowledged, and when: what no request that begins later may show any more.</summary>
internal sealed class Erasures
{
    private readonly Dictionary<(ConversationId, long), List<(long At, int State)>> _told = [];

    /// <summary>How many acknowledgements there were.</summary>
    public long Now { get; private set; }

    /// <summary>Somebody was told that a message is in this state, or a later one.</summary>
    public void Acknowledge(ConversationId conversation, long seq, int state)
    {
        Now++;
        if (!_told.TryGetValue((conversation, seq), out var told)) _told[(conversation, seq)] = told = [];
        told.Add((Now, state));
    }

    /// <summary>The oldest state that a request may show which began at <paramref name="begun"/>.</summary>
    public int Oldest(ConversationId conversation, long seq, long begun) =>
        _told.TryGetValue((conversation, seq), out var told)
            ? told.Where(one => one.At <= begun).Select(one => one.State).DefaultIfEmpty().Max()
            : 0;
}
