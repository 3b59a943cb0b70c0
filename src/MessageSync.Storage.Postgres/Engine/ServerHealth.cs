using Microsoft.Extensions.Logging;
using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>Tells the log once that the server fails, in plain words, and once that it works again, in this order.
/// Thread-safe.</summary>
internal sealed class ServerHealth(ILogger logger)
{
    private readonly Lock _gate = new();
    private string? _trouble;
    private bool _isOfWrites;

    /// <summary>Something failed.</summary>
    /// <param name="error">As it came, or in what the store made of it.</param>
    /// <param name="said">It, in plain words.</param>
    public void Failed(Exception error, string said)
    {
        var state = (error as PostgresException ?? error.InnerException as PostgresException)?.SqlState;
        if (state is not null && PostgresErrors.IsTransient(state)) return;

        var trouble = state is null ? "" : state;
        lock (_gate)
        {
            if (_trouble == trouble) return;
            (_trouble, _isOfWrites) = (trouble, IsOfWrites(state));
            Tell(state, said);
        }
    }

    /// <summary>Something worked.</summary>
    public void Worked(bool isWrite)
    {
        if (Volatile.Read(ref _trouble) is null) return;
        lock (_gate)
        {
            if (_trouble is null || (_isOfWrites && !isWrite)) return;
            _trouble = null;
            logger.ServerWorks();
        }
    }

    private void Tell(string? state, string said)
    {
        switch (state)
        {
            case PostgresErrorCodes.DiskFull: logger.DiskIsFull(said); break;
            case PostgresErrorCodes.ReadOnlySqlTransaction: logger.ServerIsReadOnly(said); break;
            case PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable: logger.ServerIsSlow(said); break;
            case PostgresErrorCodes.TooManyConnections: logger.ServerIsCrowded(said); break;
            case PostgresErrorCodes.InsufficientPrivilege: logger.RightIsMissing(said); break;
            default: logger.ServerFails(said); break;
        }
    }

    private static bool IsOfWrites(string? state) => state is PostgresErrorCodes.DiskFull
        or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege
        or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable;
}
