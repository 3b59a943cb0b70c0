using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>What a device holds of one conversation.</summary>
internal sealed class LocalConversation
{
    public SortedDictionary<long, Message> Messages { get; } = [];

    /// <summary>Up to here nothing is missing of what the user sees.</summary>
    public long Complete { get; private set; }

    public string? Title { get; set; }

    public void Add(Message message)
    {
        Messages[message.Seq.Value] = message;
        while (Messages.ContainsKey(Complete + 1)) Complete++;
    }

    /// <summary>Everything up to a head was read.</summary>
    public void CompleteTo(long head) => Complete = Math.Max(Complete, head);
}
