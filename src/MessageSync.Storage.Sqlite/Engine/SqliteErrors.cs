using System.Globalization;
using SQLitePCL;

namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>What SQLite's result codes mean to a store.</summary>
internal static class SqliteErrors
{
    private const string CodeKey = "SqliteCode";

    /// <summary>Throws for anything but success.</summary>
    /// <exception cref="StoreUnavailableException">The disk, the file or memory failed: the same work may succeed
    /// later.</exception>
    /// <exception cref="InvalidOperationException">The work itself is to blame, a broken constraint for instance.</exception>
    public static void Check(sqlite3 db, int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE) return;

        throw Of(code, raw.sqlite3_errmsg(db).utf8_to_string());
    }

    /// <summary>The exception for a code.</summary>
    public static Exception Of(int code, string message)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"SQLite: {message} (code {code}).");
        Exception error = IsEnvironment(code)
            ? new StoreUnavailableException(text)
            : new InvalidOperationException(text);
        error.Data[CodeKey] = code;
        return error;
    }

    /// <summary>The exception for a file that fails outside of SQLite.</summary>
    public static Exception Of(Exception error, string message)
    {
        const int noSpace = 28; // ENOSPC
        var unavailable = new StoreUnavailableException(message, error);
        unavailable.Data[CodeKey] = error switch
        {
            IOException { HResult: var code } when (code & 0xffff) is noSpace or 0x70 or 0x27 => raw.SQLITE_FULL,
            UnauthorizedAccessException => raw.SQLITE_READONLY,
            _ => raw.SQLITE_IOERR,
        };
        return unavailable;
    }

    /// <summary>The primary code of an error made here; 0 of any other.</summary>
    public static int PrimaryCode(Exception error) => error.Data[CodeKey] is int code ? code & 0xff : 0;

    private static bool IsEnvironment(int code) => (code & 0xff) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED
        or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_INTERRUPT or raw.SQLITE_IOERR or raw.SQLITE_CORRUPT
        or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL or raw.SQLITE_PERM or raw.SQLITE_AUTH
        or raw.SQLITE_NOTADB;
}
