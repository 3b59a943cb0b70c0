namespace MessageSync;

/// <summary>Under which names MessageSync tells what it does; <c>docs/metrics.md</c> lists what there is.</summary>
public static class MessageSyncTelemetry
{
    /// <summary>The meter of all instruments.</summary>
    public const string MeterName = "MessageSync";

    /// <summary>The source of all spans.</summary>
    public const string ActivitySourceName = "MessageSync";
}
