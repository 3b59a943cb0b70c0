using Microsoft.Extensions.Logging;

namespace MessageSync.Storage;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Information,
        "The store did not answer batch {Batch} of {Writes} writes ({Said}); asking its journal")]
    public static partial void OutcomeUnknown(this ILogger logger, long batch, int writes, string said);

    [LoggerMessage(3002, LogLevel.Information, "The store is back; batch {Batch} stored: {Stored}")]
    public static partial void StoreIsBack(this ILogger logger, long batch, bool stored);

    [LoggerMessage(3003, LogLevel.Error, "Batch {Batch} of {Writes} writes cannot be stored as it is; trying its halves")]
    public static partial void BatchSplit(this ILogger logger, Exception exception, long batch, int writes);

    [LoggerMessage(3004, LogLevel.Error, "The journal does not say what became of batch {Batch}; asking again")]
    public static partial void JournalFailed(this ILogger logger, Exception exception, long batch);
}
