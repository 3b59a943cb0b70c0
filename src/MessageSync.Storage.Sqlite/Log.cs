using Microsoft.Extensions.Logging;

namespace MessageSync.Storage.Sqlite;

/// <summary>What the operator learns of the disk: ids 3100 to 3199.</summary>
internal static partial class Log
{
    [LoggerMessage(3101, LogLevel.Error,
        "The disk of {File} is full: make room. Until then writes are refused; reads go on, nothing acknowledged is "
        + "lost")]
    public static partial void DiskIsFull(this ILogger logger, string file);

    [LoggerMessage(3102, LogLevel.Error,
        "{File} cannot be written any more ({Said}): see that its disk is not read-only and that this user may write "
        + "to it. Until then writes are refused; reads go on, nothing acknowledged is lost")]
    public static partial void FileIsReadOnly(this ILogger logger, string file, string said);

    [LoggerMessage(3103, LogLevel.Error,
        "Writing to the disk of {File} fails ({Said}): look at the disk and its file system. Until it works writes are "
        + "refused; reads go on, nothing acknowledged is lost")]
    public static partial void WritingFails(this ILogger logger, string file, string said);

    [LoggerMessage(3104, LogLevel.Error,
        "Reading {File} fails ({Said}): look at the disk and its file system. Until it works requests are refused")]
    public static partial void ReadingFails(this ILogger logger, string file, string said);

    [LoggerMessage(3105, LogLevel.Critical,
        "{File} is damaged ({Said}): stop, put a backup in its place, and keep the damaged file")]
    public static partial void FileIsDamaged(this ILogger logger, string file, string said);

    [LoggerMessage(3106, LogLevel.Error,
        "{File} is held by another program ({Said}): end that one. Until then writes are refused")]
    public static partial void FileIsHeld(this ILogger logger, string file, string said);

    [LoggerMessage(3110, LogLevel.Warning, "{File} is written to again; all is well")]
    public static partial void WritingWorks(this ILogger logger, string file);

    [LoggerMessage(3111, LogLevel.Warning, "{File} is read again; all is well")]
    public static partial void ReadingWorks(this ILogger logger, string file);
}
