using Microsoft.Extensions.Logging;

namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>
/// All connections of an open store. After an I/O error of the writing one nothing that this process remembers of the
/// files is believed any more: the log is written once more and moved into the file from its beginning, with all
/// connections closed, as after a crash (docs/decisions/0006). Until that succeeds nothing is written, and readers go
/// on.
/// </summary>
internal sealed class Connections : IDisposable
{
    private readonly ReaderWriterLockSlim _use = new();
    private readonly string _path;
    private readonly Database _moving;
    private readonly Checkpoints _checkpoints;
    private readonly DiskHealth _writes;
    private readonly DiskHealth _reads;
    private bool _isDoubtful;

    /// <summary>Takes sessions as its own.</summary>
    /// <param name="path">Of the database.</param>
    /// <param name="writing">The one that writes.</param>
    /// <param name="reading">Those that read.</param>
    /// <param name="moving">The one that moves the log into the file.</param>
    /// <param name="logMegabytes">How long the log may become before it is moved into the file.</param>
    /// <param name="logger">Told of what the disk does.</param>
    /// <param name="clock">The server's clock.</param>
    public Connections(
        string path, Session writing, IReadOnlyList<Session> reading, Database moving, int logMegabytes,
        ILogger logger, TimeProvider clock)
    {
        (_writes, _reads) = (new(path, reads: false, logger, clock), new(path, reads: true, logger, clock));
        (_path, Writing, Reading, _moving) = (path, writing, reading, moving);
        _checkpoints = new(
            writing.Db, moving, _use, WriteAheadLog.Pages(path), WriteAheadLog.PagesOf(logMegabytes));
    }

    /// <summary>Counts what fails.</summary>
    public StoreErrors? Errors { get; set; }

    /// <summary>The one that writes.</summary>
    public Session Writing { get; }

    /// <summary>Those that read.</summary>
    public IReadOnlyList<Session> Reading { get; }

    /// <summary>Does work in one transaction of a session.</summary>
    /// <param name="session">One of these.</param>
    /// <param name="work">What to do.</param>
    /// <param name="proves">True where its success shows that the disk is sound.</param>
    public T Run<T>(Session session, Func<Session, T> work, bool proves)
    {
        var health = session == Writing ? _writes : _reads;
        try
        {
            var result = session == Writing ? Write(work, ref proves) : Read(session, work);
            if (proves) health.Worked();
            return result;
        }
        catch (Exception error)
        {
            Errors?.Add(SqliteErrorKinds.Of(error));
            if (error is StoreUnavailableException unavailable) health.Failed(unavailable);
            throw;
        }
    }

    /// <summary>Ends all; moves the log into the file if that can be trusted.</summary>
    public void Dispose()
    {
        foreach (var session in Reading) session.Dispose();
        _checkpoints.Pause();
        _moving.Abandon();
        try
        {
            if (!_isDoubtful) _checkpoints.AtEnd();
        }
        catch (StoreUnavailableException)
        {
            // Nothing is lost: the next start reads the log.
            _isDoubtful = true;
        }
        if (_isDoubtful) Writing.Db.Abandon();
        Writing.Dispose();
        _use.Dispose();
    }

    private T Write<T>(Func<Session, T> work, ref bool proves)
    {
        if (_isDoubtful) OpenAnew();
        T result;
        try
        {
            result = Writing.InTransaction(work);
        }
        catch (Exception error) when (Doubt(error))
        {
            throw;
        }
        try
        {
            _checkpoints.AfterCommit();
        }
        catch (StoreUnavailableException error)
        {
            // What was committed is in the log all the same.
            Doubt(error);
            Errors?.Add(SqliteErrorKinds.Of(error));
            _writes.Failed(error);
            proves = false;
        }
        return result;
    }

    private T Read<T>(Session session, Func<Session, T> work)
    {
        _use.EnterReadLock();
        try
        {
            return session.InTransaction(work);
        }
        finally
        {
            _use.ExitReadLock();
        }
    }

    private bool Doubt(Exception error)
    {
        if (SqliteErrors.PrimaryCode(error) == SQLitePCL.raw.SQLITE_IOERR) _isDoubtful = true;
        return false;
    }

    private void OpenAnew()
    {
        WriteAheadLog.Renew(_path);
        _use.EnterWriteLock();
        try
        {
            foreach (var session in Reading) session.Db.Abandon();
            _moving.Abandon();
            Writing.Db.Abandon();
            try
            {
                Opening.MoveLog(_path);
                _checkpoints.Moved();
                _isDoubtful = false;
            }
            finally
            {
                Writing.Db.Reopen();
                _moving.Reopen();
                foreach (var session in Reading) session.Db.Reopen();
            }
        }
        finally
        {
            _use.ExitWriteLock();
        }
    }
}
