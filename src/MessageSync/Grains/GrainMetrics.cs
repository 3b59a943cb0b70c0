using System.Diagnostics.Metrics;
using MessageSync.Storage;

namespace MessageSync.Grains;

/// <summary>Instruments of grains.</summary>
internal sealed class GrainMetrics
{
    /// <summary>Too many commands are under way in this process.</summary>
    public const string Commands = "commands";

    /// <summary>Inboxes are too far behind.</summary>
    public const string FanOut = "fan-out";

    /// <summary>Too many commands wait for one conversation.</summary>
    public const string Conversation = "conversation";

    /// <summary>Too much waits for one Inbox.</summary>
    private const string Inbox = "inbox";

    /// <summary>Too much waits for the store.</summary>
    public const string Store = "store";

    private readonly Counter<long> _overloads;
    private readonly Counter<long> _dropped;

    /// <summary>Makes them.</summary>
    public GrainMetrics(IMeterFactory? meters)
    {
        var meter = Telemetry.MeterOf(meters);
        _overloads = meter.CreateCounter<long>(
            "messagesync.overloads", "{command}", "Commands refused because a queue was full.");
        _dropped = meter.CreateCounter<long>("messagesync.inbox.dropped", "{entry}", "Entries that Inboxes dropped, about.");
    }

    /// <summary>Commands were refused.</summary>
    /// <param name="queue">Which was full.</param>
    /// <param name="count">How many.</param>
    public void Overloaded(string queue, int count = 1) =>
        _overloads.Add(count, new KeyValuePair<string, object?>(Tags.Queue, queue));

    /// <summary>An Inbox takes no more.</summary>
    /// <returns>What its caller gets.</returns>
    public StoreOverloadedException InboxOverloaded()
    {
        Overloaded(Inbox);
        return new();
    }

    /// <summary>A full Inbox dropped its oldest entries.</summary>
    public void Trimmed(int count) => Dropped(count, "full");

    /// <summary>Aged entries, and what was left of trimming, went.</summary>
    public void Swept(int count) => Dropped(count, "swept");

    private void Dropped(int count, string reason)
    {
        if (count > 0) _dropped.Add(count, new KeyValuePair<string, object?>(Tags.Reason, reason));
    }
}
