namespace MessageSync.Http;

/// <summary>What the endpoints log: ids 4000 to 4999. Never bodies, never tokens.</summary>
internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Error, "{Method} {Route} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string route);

    [LoggerMessage(4002, LogLevel.Warning, "The clock is {Advanced} ahead, as development mode was asked for earlier")]
    public static partial void ClockAhead(this ILogger logger, TimeSpan advanced);

    [LoggerMessage(4003, LogLevel.Information, "The clock was moved forward by {Advance}, to {Advanced} in all")]
    public static partial void ClockMoved(this ILogger logger, TimeSpan advance, TimeSpan advanced);
}
