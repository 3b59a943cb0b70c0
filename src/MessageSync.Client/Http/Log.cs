using Microsoft.Extensions.Logging;

namespace MessageSync.Client;

/// <summary>Ids of 5000: what a session tells. Never a body, never a token.</summary>
internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Information, "{Request} was refused as {Slug}: {Detail}")]
    public static partial void Refused(this ILogger logger, string request, string slug, string detail);

    [LoggerMessage(5002, LogLevel.Information, "{Request} got no answer: {Reason}")]
    public static partial void AnswerLost(this ILogger logger, string request, string reason);

    [LoggerMessage(5003, LogLevel.Warning, "There is no token for {Request}; it is tried again")]
    public static partial void NoToken(this ILogger logger, Exception exception, string request);

    [LoggerMessage(5101, LogLevel.Information, "The device of {User} is {State}")]
    public static partial void IsNow(this ILogger logger, string user, DeviceConnection state);

    [LoggerMessage(5102, LogLevel.Information, "The stream ended: {Reason}")]
    public static partial void StreamEnded(this ILogger logger, string reason);

    [LoggerMessage(5103, LogLevel.Information, "Streams do not get through ({Reason}); long poll for {PollingTime}")]
    public static partial void FellBack(this ILogger logger, string reason, TimeSpan pollingTime);

    [LoggerMessage(5104, LogLevel.Warning,
        "A newer stream of this device took over; two programs use one device, and this one stops")]
    public static partial void WasSuperseded(this ILogger logger);

    [LoggerMessage(5201, LogLevel.Error, "The device's store failed; the device goes on from what is stored")]
    public static partial void StoreFailed(this ILogger logger, Exception exception);
}
