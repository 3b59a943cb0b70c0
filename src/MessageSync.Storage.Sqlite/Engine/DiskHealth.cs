using Microsoft.Extensions.Logging;
using static SQLitePCL.raw;

namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>Tells the operator that the disk fails and what to do, once, and then once that it works again: no line for each
/// request. A disk that comes and goes is told of at most every <see cref="s_restTime"/>. Thread-safe.</summary>
/// <param name="file">Of the database.</param>
/// <param name="reads">True for reads, false for writes.</param>
/// <param name="logger">Told.</param>
/// <param name="clock">The server's clock.</param>
internal sealed class DiskHealth(string file, bool reads, ILogger logger, TimeProvider clock)
{
    private static readonly TimeSpan s_restTime = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long? _toldAt;
    private volatile bool _isTold;

    /// <summary>Work failed for want of a sound disk.</summary>
    public void Failed(StoreUnavailableException error)
    {
        lock (_gate)
        {
            if (_isTold || (_toldAt is { } before && clock.GetElapsedTime(before) < s_restTime)) return;

            (_isTold, _toldAt) = (true, clock.GetTimestamp());
            Tell(SqliteErrors.PrimaryCode(error), error.Message);
        }
    }

    /// <summary>Work was done.</summary>
    public void Worked()
    {
        if (!_isTold) return;
        lock (_gate)
        {
            if (!_isTold) return;

            _isTold = false;
            if (reads) logger.ReadingWorks(file);
            else logger.WritingWorks(file);
        }
    }

    private void Tell(int code, string said)
    {
        switch (code)
        {
            case SQLITE_FULL: logger.DiskIsFull(file); break;
            case SQLITE_CORRUPT or SQLITE_NOTADB: logger.FileIsDamaged(file, said); break;
            case SQLITE_BUSY or SQLITE_LOCKED: logger.FileIsHeld(file, said); break;
            case var _ when reads: logger.ReadingFails(file, said); break;
            case SQLITE_READONLY or SQLITE_PERM or SQLITE_AUTH: logger.FileIsReadOnly(file, said); break;
            default: logger.WritingFails(file, said); break;
        }
    }
}
