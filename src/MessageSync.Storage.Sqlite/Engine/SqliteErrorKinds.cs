using static SQLitePCL.raw;

namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>Of which kind an error is, for the operator's counts.</summary>
internal static class SqliteErrorKinds
{
    /// <summary>The kind.</summary>
    public static string Of(Exception error) => SqliteErrors.PrimaryCode(error) switch
    {
        SQLITE_FULL => StoreErrors.DiskFull,
        SQLITE_READONLY or SQLITE_PERM or SQLITE_AUTH => StoreErrors.ReadOnly,
        SQLITE_CORRUPT or SQLITE_NOTADB => StoreErrors.Damaged,
        SQLITE_BUSY or SQLITE_LOCKED => StoreErrors.Locked,
        _ when error is StoreUnavailableException => StoreErrors.Unavailable,
        _ => StoreErrors.Unwritable,
    };
}
