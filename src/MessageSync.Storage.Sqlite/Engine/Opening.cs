using System.Globalization;

namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>Opens connections as the store needs them.</summary>
internal static class Opening
{
    private const int PageBytes = 4096;

    /// <summary>The writing session, on a file that has the schema of this program.</summary>
    /// <exception cref="StoreStartException">The file cannot be used; says what to do.</exception>
    public static Session Writer(string path, SqliteStoreOptions options, DateTimeOffset now)
    {
        Database? db = null;
        try
        {
            db = Database.Open(path, readOnly: false);
            // The first two count only for a new file.
            db.Execute(Pragmas($"""
                PRAGMA page_size = {PageBytes};
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA fullfsync = ON;
                PRAGMA checkpoint_fullfsync = ON;
                PRAGMA secure_delete = ON;
                PRAGMA wal_autocheckpoint = {options.LogMegabytes * 1024 / (PageBytes / 1024)};
                PRAGMA journal_size_limit = {options.LogMegabytes * 2048L * 1024};
                """));
            Common(db, options, options.CacheMegabytes);
            Schema.Ensure(db, path, now);
            return Session.Writing(db);
        }
        catch (Exception error)
        {
            db?.Dispose();
            if (error is StoreStartException) throw;
            throw new StoreStartException(Sentence(path, error), error);
        }
    }

    /// <summary>A reading session.</summary>
    public static Session Reader(string path, SqliteStoreOptions options)
    {
        var db = Database.Open(path, readOnly: true);
        Common(db, options, Math.Max(1, options.CacheMegabytes / options.ReaderCount));
        return Session.Reading(db);
    }

    /// <summary>Moves the log into the file, as far as it goes.</summary>
    public static void Checkpoint(Database db)
    {
        try
        {
            db.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (StoreUnavailableException)
        {
            // Nothing is lost: the next start reads the log.
        }
    }

    private static void Common(Database db, SqliteStoreOptions options, int cacheMegabytes) =>
        db.Execute(Pragmas($"""
            PRAGMA busy_timeout = {(int)options.BusyTimeout.TotalMilliseconds};
            PRAGMA foreign_keys = OFF;
            PRAGMA temp_store = MEMORY;
            PRAGMA trusted_schema = OFF;
            PRAGMA cache_size = {-cacheMegabytes * 1024};
            """));

    private static string Pragmas(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Sentence(string path, Exception error) => SqliteErrors.PrimaryCode(error) switch
    {
        SQLitePCL.raw.SQLITE_NOTADB =>
            $"{path} is not a database: move it away, and put a backup in its place if it held messages.",
        SQLitePCL.raw.SQLITE_CORRUPT =>
            $"{path} is damaged: put a backup in its place, and keep the damaged file.",
        SQLitePCL.raw.SQLITE_FULL =>
            $"The disk of {path} is full: make room and start again.",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM =>
            $"{path} cannot be written: let this user write to that file and its folder.",
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED =>
            $"{path} is locked by another program: end that one and start again.",
        _ => $"{path} cannot be opened ({error.Message}): see that its disk is sound.",
    };
}
