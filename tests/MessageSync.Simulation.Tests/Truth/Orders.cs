using MessageSync.Client;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>What a user told a phone to do, and what the phone was told: each has to come to its end. A phone restored
/// from a backup goes on with those of the phone that it was.</summary>
internal sealed class Orders
{
    private readonly Dictionary<long, OutboxItem> _submitted = [];
    private readonly HashSet<(string, DeviceCommand)> _done = [];
    private readonly HashSet<(string, DeviceCommand, string)> _refused = [];

    /// <summary>What was not given up, in order.</summary>
    public IEnumerable<OutboxItem> Submitted => _submitted.Values.OrderBy(item => item.No);

    public void Submit(OutboxItem item) => _submitted[item.No] = item;

    public void GiveUp(long no) => _submitted.Remove(no);

    /// <summary>A phone was answered.</summary>
    public void Answer(DeviceRequest.Order order, DeviceReply reply)
    {
        if (reply is DeviceReply.Refused refused) _refused.Add((order.Conversation, order.What, refused.Problem));
        else if (reply is not DeviceReply.Lost) _done.Add((order.Conversation, order.What));
    }

    public bool IsDone(OutboxItem item) => _done.Contains((item.Conversation, item.Command));

    public bool WasRefused(OutboxItem item) => _refused.Any(
        one => one.Item1 == item.Conversation && one.Item2 == item.Command);

    /// <summary>True when its problem is one that the server told, and one that does not pass.</summary>
    public bool HasFailed(OutboxItem item) => item is { Status: OutboxStatus.Failed, Problem: { } problem }
        && _refused.Contains((item.Conversation, item.Command, problem))
        && !new DeviceReply.Refused(problem).IsPassing;
}
