namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>
/// Moves the log into the file now and then. SQLite would do it by itself, in the middle of a commit, and keep quiet
/// about errors. Here a connection of its own moves what there is while the writer goes on, and once more what came
/// meanwhile; the writer then moves the little that came since, and the log begins anew.
/// </summary>
/// <param name="writing">The writing connection; all calls are made by its thread.</param>
/// <param name="moving">The one that moves.</param>
/// <param name="use">Held for reading while it does.</param>
/// <param name="pages">How many pages the log has already, left by a crash.</param>
/// <param name="everyPages">How many pages the log has before it is moved. With twice as many the writer
/// waits.</param>
internal sealed class Checkpoints(
    Database writing, Database moving, ReaderWriterLockSlim use, long pages, int everyPages)
{
    /// <summary>As far as readers let it.</summary>
    public const string Passive = "PRAGMA wal_checkpoint(PASSIVE)";

    /// <summary>Waits for readers, and leaves an empty log.</summary>
    public const string Whole = "PRAGMA wal_checkpoint(TRUNCATE)";

    private const int Moves = 2;

    private long _pages = pages;
    private int _moves;
    private Task<bool>? _move;

    /// <summary>Does it where the log is long enough, as far as readers let it; called after each commit.</summary>
    /// <exception cref="StoreUnavailableException">The disk fails; the log is as it was.</exception>
    public void AfterCommit()
    {
        _pages += writing.TakePagesWritten();
        if (_pages < everyPages) return;

        var mayGrow = _pages < 2 * everyPages;
        if (_move is { IsCompleted: false } && mayGrow) return;
        if (_move is not null && !End()) _moves = 0;
        if (_moves < Moves && mayGrow) Begin();
        else if (IsComplete(writing, Passive)) Moved();
    }

    /// <summary>Waits until nothing is being moved, whatever comes of it.</summary>
    public void Pause()
    {
        if (_move is { } move) Task.WaitAny(move);
    }

    /// <summary>The log was moved by somebody else, from its beginning.</summary>
    public void Moved() => (_move, _moves, _pages) = (null, 0, 0);

    /// <summary>Does it at the end.</summary>
    /// <exception cref="StoreUnavailableException">The disk fails.</exception>
    public void AtEnd()
    {
        if (_move is not null) End();
        IsComplete(writing, Whole);
    }

    /// <summary>Does it.</summary>
    /// <returns>False when the log could be moved in part only.</returns>
    public static bool IsComplete(Database db, string pragma)
    {
        using var row = db.Sql(pragma);
        return row.Step() && row.Long(0) == 0 && row.Long(1) == row.Long(2);
    }

    private void Begin()
    {
        _moves++;
        _move = Task.Factory.StartNew(
            Move, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private bool Move()
    {
        use.EnterReadLock();
        try
        {
            return IsComplete(moving, Passive);
        }
        finally
        {
            use.ExitReadLock();
        }
    }

    private bool End()
    {
        var move = _move!;
        _move = null;
        return move.GetAwaiter().GetResult();
    }
}
