namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>Moves the log into the file now and then. SQLite would do it by itself, and keep quiet about
/// errors.</summary>
/// <param name="db">The writing connection.</param>
/// <param name="pages">How many pages the log has already, left by a crash.</param>
/// <param name="everyPages">How many pages the log has before it is moved.</param>
internal sealed class Checkpoints(Database db, long pages, int everyPages)
{
    /// <summary>As far as readers let it.</summary>
    public const string Passive = "PRAGMA wal_checkpoint(PASSIVE)";

    /// <summary>Waits for readers, and leaves an empty log.</summary>
    public const string Whole = "PRAGMA wal_checkpoint(TRUNCATE)";

    private long _pages = pages;

    /// <summary>Does it where the log is long enough, as far as readers let it; called after each commit.</summary>
    /// <exception cref="StoreUnavailableException">The disk fails; the log is as it was.</exception>
    public void AfterCommit()
    {
        _pages += db.TakePagesWritten();
        if (_pages >= everyPages && IsComplete(db, Passive)) _pages = 0;
    }

    /// <summary>Does it at the end.</summary>
    /// <exception cref="StoreUnavailableException">The disk fails.</exception>
    public void AtEnd() => IsComplete(db, Whole);

    /// <summary>Does it.</summary>
    /// <returns>False when the log could be moved in part only.</returns>
    public static bool IsComplete(Database db, string pragma)
    {
        using var row = db.Sql(pragma);
        return row.Step() && row.Long(0) == 0 && row.Long(1) == row.Long(2);
    }
}
