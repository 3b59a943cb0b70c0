using System.Diagnostics.Metrics;
using MessageSync.Storage;

namespace MessageSync.Http;

/// <summary>Instruments of streams as connections.</summary>
internal sealed class StreamMetrics
{
    /// <summary>A newer stream of the device took over, the device was forgotten, or the host stops.</summary>
    public const string Over = "over";

    /// <summary>The token expired.</summary>
    public const string Expired = "expired";

    /// <summary>The reader went away.</summary>
    public const string Left = "left";

    /// <summary>The reader did not take what waited, and was cut off.</summary>
    public const string Slow = "slow";

    private readonly Counter<long> _ends;

    /// <summary>Makes them.</summary>
    public StreamMetrics(IMeterFactory? meters = null) => _ends = Telemetry.MeterOf(meters).CreateCounter<long>(
        "messagesync.stream.ends", "{stream}", "Streams that ended.");

    /// <summary>One ended.</summary>
    public void Ended(string reason) => _ends.Add(1, new KeyValuePair<string, object?>(Tags.Reason, reason));
}
