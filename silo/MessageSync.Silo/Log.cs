namespace MessageSync.Silo;

/// <summary>What the server as a program logs: ids 5000 to 5999.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning,
        "Telemetry is not taken ({Where}; {Event}): see that the collector runs and can be reached from here. The server "
        + "goes on without it, and this is said once")]
    public static partial void CollectorFails(this ILogger logger, string where, string @event);
}
