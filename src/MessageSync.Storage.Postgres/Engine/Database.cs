using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>The server as the store uses it: connections, the numbers behind ids, and how it is. Thread-safe.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _unpooled;
    private readonly SemaphoreSlim _readers;
    private readonly ServerHealth _health;
    private readonly StoreErrors _errors;
    private int _waiting;
    private volatile bool _closed;

    /// <summary>For a server that is known to be fit.</summary>
    public Database(PostgresStoreOptions options, ILogger logger, IMeterFactory? meters)
    {
        (_source, _unpooled) = (Connecting.Source(options, pooled: true), Connecting.Source(options, pooled: false));
        QueueMax = options.QueueMax;
        _readers = new(options.ReaderCount);
        _health = new(logger);
        _errors = new(meters, "postgresql", () => Volatile.Read(ref _waiting));
        Users = new("user_id", options.IdsKept);
        Conversations = new("conversation_id", options.IdsKept);
    }

    /// <summary>Numbers of users.</summary>
    public Numbers Users { get; }

    /// <summary>Numbers of conversations.</summary>
    public Numbers Conversations { get; }

    /// <summary>Most reads that wait.</summary>
    public int QueueMax { get; }

    /// <summary>More wait.</summary>
    public static StoreOverloadedException Overloaded() => new("Too many requests wait for the store.");

    /// <summary>Reads, on a connection of the pool.</summary>
    /// <exception cref="StoreOverloadedException">Too many reads wait already.</exception>
    /// <exception cref="StoreUnavailableException">The server cannot be reached, or cannot do it now.</exception>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken ct)
    {
        if (_closed) throw new StoreUnavailableException("The store is closed.");
        if (Interlocked.Increment(ref _waiting) > QueueMax)
        {
            Interlocked.Decrement(ref _waiting);
            throw Overloaded();
        }
        try
        {
            await _readers.WaitAsync(ct).ConfigureAwait(false);
            try
            {
                return await AskAsync(work).ConfigureAwait(false);
            }
            finally
            {
                _readers.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Asks on a connection of the pool, besides the readers. Asked again, once, where the connection had ended
    /// while it lay in the pool: after a restart of the server all of them have.</summary>
    /// <exception cref="StoreUnavailableException">The server cannot be reached, or cannot do it now.</exception>
    public async Task<T> AskAsync<T>(Func<NpgsqlConnection, Task<T>> work)
    {
        try
        {
            return await TryAsync(work).ConfigureAwait(false);
        }
        catch (Exception error) when (!_closed && PostgresErrors.IsOfConnection(error))
        {
            _source.Clear();
            return await UseAsync(work).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw Told(error);
        }
    }

    /// <summary>Works on a connection of the pool, besides the readers.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="proves">True where its success shows that the server takes writes.</param>
    /// <exception cref="StoreUnavailableException">The server cannot be reached, or cannot do it now.</exception>
    public async Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work, bool proves = false)
    {
        try
        {
            return await TryAsync(work, proves).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw Told(error);
        }
    }

    /// <summary>A connection that its taker keeps; it ends when it is disposed of.</summary>
    public async Task<NpgsqlConnection> KeepAsync()
    {
        if (_closed) throw new StoreUnavailableException("The store is closed.");
        return await _unpooled.OpenConnectionAsync().ConfigureAwait(false);
    }

    /// <summary>A write was stored.</summary>
    public void Wrote() => _health.Worked(isWrite: true);

    /// <summary>An error as the ports throw it; the log learns of it once.</summary>
    public Exception Told(Exception error)
    {
        var known = PostgresErrors.Of(error);
        if (known != error && !_closed) Failed(error);
        if (known is StoreUnavailableException && !_closed) _health.Failed(error, known.Message);
        return known;
    }

    /// <summary>Counts an error of the server or of the way to it.</summary>
    public void Failed(Exception error) => _errors.Add(PostgresErrorKinds.Of(error));

    private async Task<T> TryAsync<T>(Func<NpgsqlConnection, Task<T>> work, bool proves = false)
    {
        if (_closed) throw new StoreUnavailableException("The store is closed.");
        await using var connection = await _source.OpenConnectionAsync().ConfigureAwait(false);
        var result = await work(connection).ConfigureAwait(false);
        _health.Worked(proves);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_closed) return;
        _closed = true;
        await _source.DisposeAsync().ConfigureAwait(false);
        await _unpooled.DisposeAsync().ConfigureAwait(false);
        _readers.Dispose();
    }
}
