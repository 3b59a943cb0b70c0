using Microsoft.Extensions.Logging;

namespace MessageSync.Storage.Postgres;

/// <summary>What the operator learns of the server: ids 3200 to 3299.</summary>
internal static partial class Log
{
    [LoggerMessage(3201, LogLevel.Error,
        "The store fails ({Said}): see that the server runs and can be reached from here. Until then requests are refused; "
        + "nothing acknowledged is lost")]
    public static partial void ServerFails(this ILogger logger, string said);

    [LoggerMessage(3202, LogLevel.Error,
        "The disk of the database server is full ({Said}): make room. Until then writes are refused; reads go on, nothing "
        + "acknowledged is lost")]
    public static partial void DiskIsFull(this ILogger logger, string said);

    [LoggerMessage(3203, LogLevel.Error,
        "The database server takes no writes ({Said}): connect to the primary, or let it write. Until then writes are "
        + "refused; reads go on, nothing acknowledged is lost")]
    public static partial void ServerIsReadOnly(this ILogger logger, string said);

    [LoggerMessage(3204, LogLevel.Error,
        "The database server is too slow ({Said}): look at its disk, its locks and its load. What waited is refused; nothing "
        + "acknowledged is lost")]
    public static partial void ServerIsSlow(this ILogger logger, string said);

    [LoggerMessage(3205, LogLevel.Error,
        "The database server has no connection left ({Said}): raise max_connections, or lower "
        + "MessageSync:Postgres:ReaderCount")]
    public static partial void ServerIsCrowded(this ILogger logger, string said);

    [LoggerMessage(3206, LogLevel.Error,
        "A right on the database is missing ({Said}): let its role read and write the schema")]
    public static partial void RightIsMissing(this ILogger logger, string said);

    [LoggerMessage(3210, LogLevel.Warning, "The store works again; all is well")]
    public static partial void ServerWorks(this ILogger logger);

    [LoggerMessage(3220, LogLevel.Warning,
        "Another silo took this one for dead and fenced writer {Writer}: it goes on as {Next}, nothing is lost")]
    public static partial void WriterFenced(this ILogger logger, string writer, string next);

    [LoggerMessage(3221, LogLevel.Warning,
        "The server runs with {Setting} = {Value}: what is acknowledged may be lost when its machine dies")]
    public static partial void ServerForgets(this ILogger logger, string setting, string value);

    [LoggerMessage(3222, LogLevel.Warning,
        "{Count} sessions of silos that stood still in the middle of a batch were ended: others waited for their locks. "
        + "Nothing acknowledged is lost")]
    public static partial void StalledSessionsEnded(this ILogger logger, long count);
}
