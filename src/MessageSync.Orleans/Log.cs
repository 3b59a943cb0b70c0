using Microsoft.Extensions.Logging;

namespace MessageSync.Orleans;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Warning, "Taking over from dead silos was interrupted; tried again soon")]
    public static partial void TakeOverInterrupted(this ILogger logger, Exception exception);

    [LoggerMessage(5002, LogLevel.Warning, "Waiting for a silo of cluster '{Cluster}'")]
    public static partial void ClusterAwaited(this ILogger logger, string cluster);

    [LoggerMessage(5003, LogLevel.Warning, "{Interface}.{Method} got no answer from the cluster; it is safe to repeat")]
    public static partial void CallNotAnswered(this ILogger logger, Exception exception, string @interface, string method);
}
