using System.Globalization;

namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>Opens connections as the store needs them.</summary>
internal static class Opening
{
    /// <summary>The writing session, on a file that has the schema of this program.</summary>
    /// <exception cref="StoreStartException">The file cannot be used; says what to do.</exception>
    public static Session Writer(string path, SqliteStoreOptions options, DateTimeOffset now)
    {
        Database? db = null;
        try
        {
            WriteAheadLog.Renew(path);
            db = Database.Open(path, readOnly: false, it => SetUpWriter(it, options));
            Schema.Ensure(db, path, now);
            return Session.Writing(db, options.IdsKept);
        }
        catch (Exception error)
        {
            db?.Abandon();
            if (error is StoreStartException) throw;
            throw new StoreStartException(Sentence(path, error), error);
        }
    }

    /// <summary>A reading session.</summary>
    public static Session Reader(string path, SqliteStoreOptions options) => Session.Reading(
        Database.Open(
            path, readOnly: true, it => Common(it, options, Math.Max(1, options.CacheMegabytes / options.ReaderCount))),
        options.IdsKept);

    /// <summary>A connection that moves the log into the file.</summary>
    public static Database Mover(string path) => Database.Open(path, readOnly: false, it => it.Execute("""
        PRAGMA synchronous = FULL;
        PRAGMA checkpoint_fullfsync = ON;
        PRAGMA wal_autocheckpoint = 0;
        SELECT count(*) FROM sqlite_schema;
        """));

    /// <summary>Moves the whole log into the file, from its beginning, whatever was moved before. Nobody else may have
    /// the file open: SQLite reads a log afresh only then.</summary>
    /// <exception cref="StoreUnavailableException">The disk fails, or somebody has the file open.</exception>
    public static void MoveLog(string path)
    {
        using var db = Database.Open(path, readOnly: false, it => it.Execute("""
            PRAGMA locking_mode = EXCLUSIVE;
            PRAGMA synchronous = FULL;
            PRAGMA checkpoint_fullfsync = ON;
            SELECT count(*) FROM sqlite_schema;
            """));
        try
        {
            if (!Checkpoints.IsComplete(db, Checkpoints.Whole))
                throw new StoreUnavailableException($"{path} is in use by another program.");
        }
        finally
        {
            db.Abandon();
        }
    }

    private static void SetUpWriter(Database db, SqliteStoreOptions options)
    {
        // The first two count only for a new file. Moving the log into the file is left to Checkpoints.
        db.Execute(Pragmas($"""
            PRAGMA page_size = {WriteAheadLog.PageBytes};
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA fullfsync = ON;
            PRAGMA checkpoint_fullfsync = ON;
            PRAGMA secure_delete = ON;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = {options.LogMegabytes * 2048L * 1024};
            """));
        Common(db, options, options.CacheMegabytes);
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
