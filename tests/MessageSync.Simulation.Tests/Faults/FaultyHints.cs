using MessageSync.Grains;
using MessageSync.Simulation.Tests.Machine;

namespace MessageSync.Simulation.Tests.Faults;

/// <summary>The way of hints to one process: some are lost.</summary>
internal sealed class FaultyHints(IHints inner, Weather weather, Trace trace, string host) : IHints
{
    public void InboxMoved(UserId owner, InboxSeqNo head)
    {
        if (!IsLost($"Inbox of {owner}")) inner.InboxMoved(owner, head);
    }

    public void GroupMoved(ConversationId conversation, ChangeNo change)
    {
        if (!IsLost($"{conversation}")) inner.GroupMoved(conversation, change);
    }

    public void StreamsEnd(UserId owner, DeviceId device, long before, StreamEnd end)
    {
        if (!IsLost($"streams of {owner}/{device}")) inner.StreamsEnd(owner, device, before, end);
    }

    public void InboxLeft(UserId owner)
    {
        if (!IsLost($"leaving of the Inbox of {owner}")) inner.InboxLeft(owner);
    }

    public void GroupLeft(ConversationId conversation)
    {
        if (!IsLost($"leaving of {conversation}")) inner.GroupLeft(conversation);
    }

    private bool IsLost(string of)
    {
        if (!weather.LosesHint()) return false;

        trace.Write(host, $"does not hear the hint of the {of}");
        return true;
    }
}
