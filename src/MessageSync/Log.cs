using Microsoft.Extensions.Logging;

namespace MessageSync;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Store taken over from dead writers: {Rows} batches to announce, {Lags} lags")]
    public static partial void TookOver(this ILogger logger, int rows, int lags);

    [LoggerMessage(1002, LogLevel.Warning, "Upkeep was interrupted; it goes on at its next round")]
    public static partial void UpkeepInterrupted(this ILogger logger, Exception exception);

    [LoggerMessage(1101, LogLevel.Error, "The Inbox of {Owner} does not take {Offers} offers of {Conversation}; set aside")]
    public static partial void InboxLags(
        this ILogger logger, Exception exception, string owner, string conversation, int offers);

    [LoggerMessage(1102, LogLevel.Error, "Announcing failed and is tried again")]
    public static partial void FanOutFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2001, LogLevel.Warning, "Positions of devices of {Owner} could not be saved; tried again later")]
    public static partial void DevicesUnsaved(this ILogger logger, Exception exception, string owner);
}
