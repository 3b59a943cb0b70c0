using System.Text;
using MessageSync.FanOut;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Postgres.Writes;
using MessageSync.Storage.Stored;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MessageSync.Storage.Postgres;

/// <summary>One writer of the database: a connection that writes, and one that holds the lock on its id.</summary>
internal sealed class PostgresWriter(
    Database database, SoleUse soleUse, LivingWriters living, TimeProvider clock, ILogger logger) : IStoreWriter
{
    private const string RowOf = """
        SELECT is_fence, announcements FROM journal WHERE writer = $1 AND batch = $2
        """;

    private const string IsEnded = "SELECT 1 FROM journal WHERE writer = $1 AND batch = $2";

    private readonly Batches _batches = new(database, soleUse, clock);

    // The connection that holds the lock does one thing at a time, and taking over may take its time.
    private readonly SemaphoreSlim _holding = new(1);
    private Gathered<ConversationId, IReadOnlyList<Announcement>>? _others;
    private Gathered<ConversationId, IReadOnlyList<Lag>>? _lags;
    private WriterLock? _lock;
    private NpgsqlConnection? _connection;
    private volatile string _id = NewId();
    private volatile string _committed = "";
    private volatile bool _disposed;

    public string Id => _id;

    public Task<IReadOnlyList<WriteOutcome>> CommitAsync(
        long batch, IReadOnlyList<StoreWrite> writes, CancellationToken ct) =>
        WorkAsync(async () =>
        {
            if (_lock is not { IsHeld: true }) await HeldAsync(HoldAsync).ConfigureAwait(false);
            var key = new JournalKey(_committed = _id, batch);
            try
            {
                _connection ??= await database.KeepAsync().ConfigureAwait(false);
                var outcomes = await _batches.StoreAsync(_connection, key, writes).ConfigureAwait(false);
                database.Wrote();
                return outcomes;
            }
            catch (Exception error)
            {
                await DropConnectionAsync().ConfigureAwait(false);
                if (error is not (ClashException or PostgresException { ConstraintName: "journal_pkey" })) throw;
                await HeldAsync(() => RenewIfFencedAsync(key.Writer)).ConfigureAwait(false);
                throw new InvalidOperationException($"Batch {batch} of writer {key.Writer} is used or fenced.", error);
            }
        });

    /// <summary>On a connection of its own: the one that wrote may be the reason to ask.</summary>
    public Task<JournalRow?> FenceAsync(long batch, CancellationToken ct) => WorkAsync(async () =>
    {
        var key = new JournalKey(_committed.Length > 0 ? _committed : _id, batch);
        await DropConnectionAsync().ConfigureAwait(false);
        return await database.AskAsync(connection => FenceAsync(connection, key)).ConfigureAwait(false);
    });

    public Task<LeftBehind> TakeOverAsync(CancellationToken ct) => WorkAsync(async () =>
    {
        LeftBehind? left = null;
        await HeldAsync(async () =>
        {
            await HoldAsync().ConfigureAwait(false);
            await soleUse.ClaimAsync(_lock!.Connection).ConfigureAwait(false);
            left = await new TakeOver(_lock!, _id, living, clock).RunAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
        return left!;
    });

    public Task<IReadOnlyList<Announcement>> ReadOthersAsync(ConversationId conversation, CancellationToken ct) =>
        (_others ??= new(database, ReadOthersAsync)).ReadAsync(conversation, ct);

    public Task<IReadOnlyList<Lag>> ReadLagsAsync(ConversationId conversation, CancellationToken ct) =>
        (_lags ??= new(database, ReadLagsAsync)).ReadAsync(conversation, ct);

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        living.Remove(_id);
        await DropConnectionAsync().ConfigureAwait(false);
        await HeldAsync(async () =>
        {
            if (_lock is { } held) await held.DisposeAsync().ConfigureAwait(false);
            _lock = null;
        }).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<IReadOnlyList<Announcement>>> ReadOthersAsync(
        NpgsqlConnection connection, IReadOnlyList<ConversationId> asked)
    {
        var ids = asked.Select(id => id.Value);
        var numbers = await database.Conversations.FindAsync(connection, ids).ConfigureAwait(false);
        var others = asked.Distinct().ToDictionary(id => id, _ => new List<Announcement>());
        var runs = await TakeOver.ReadOthersAsync(connection, living.Ids, [.. numbers.Values]).ConfigureAwait(false);
        foreach (var run in runs)
            if (others.TryGetValue(run.Conversation, out var found)) found.AddRange(run.Announcements);
        return [.. asked.Select(id => others[id].OrderBy(announcement => announcement.Change).ToList())];
    }

    private static async Task<IReadOnlyList<IReadOnlyList<Lag>>> ReadLagsAsync(
        NpgsqlConnection connection, IReadOnlyList<ConversationId> asked)
    {
        var lags = await TakeOver.ReadLagsAsync(connection, asked).ConfigureAwait(false);
        return [.. asked.Select(id => lags.FindAll(lag => lag.Conversation == id))];
    }

    private static string NewId() => Guid.NewGuid().ToString("N");

    private async Task<T> WorkAsync<T>(Func<Task<T>> work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (WriterFencedException)
        {
            throw;
        }
        catch (Exception error)
        {
            if (error is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
                await EndStalledAsync().ConfigureAwait(false);
            throw database.Told(error);
        }
    }

    /// <summary>What was waited for in vain may be a silo that stands still.</summary>
    private async Task EndStalledAsync()
    {
        try
        {
            var ended = await database.AskAsync(StalledSessions.EndAsync).ConfigureAwait(false);
            if (ended > 0) logger.StalledSessionsEnded(ended);
        }
        catch (StoreUnavailableException)
        {
            // The log knows. Whoever waits in vain next asks again.
        }
    }

    /// <summary>Works on the connection that holds the lock, as the only one.</summary>
    private async Task HeldAsync(Func<Task> work)
    {
        await _holding.WaitAsync().ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            _holding.Release();
        }
    }

    /// <summary>Holds the lock on the id; where the connection broke meanwhile, another silo may have taken this writer for
    /// dead.</summary>
    private async Task HoldAsync()
    {
        if (_lock is { IsHeld: true }) return;

        if (_lock is { } broken) await broken.DisposeAsync().ConfigureAwait(false);
        _lock = null;
        var held = new WriterLock(await database.KeepAsync().ConfigureAwait(false));
        if (!await held.TryTakeAsync(_id).ConfigureAwait(false))
        {
            var taken = _id;
            await RenewAsync(held).ConfigureAwait(false);
            throw new WriterFencedException(taken);
        }
        living.Add(_id);
        _lock = held;
    }

    private async Task RenewIfFencedAsync(string writer)
    {
        if (!await database.AskAsync(connection => IsEndedAsync(connection, writer)).ConfigureAwait(false)) return;

        await RenewAsync(_lock!).ConfigureAwait(false);
        throw new WriterFencedException(writer);
    }

    /// <summary>Goes on under another id.</summary>
    private async Task RenewAsync(WriterLock held)
    {
        var next = NewId();
        if (!await held.TryTakeAsync(next).ConfigureAwait(false))
            throw new StoreUnavailableException("The lock of a new writer is taken.");
        logger.WriterFenced(_id, next);
        living.Remove(_id);
        living.Add(next);
        (_id, _lock) = (next, held);
    }

    private async Task<JournalRow?> FenceAsync(NpgsqlConnection connection, JournalKey key)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await FindAsync(connection, key).ConfigureAwait(false) is { } found) return found.Row;
            if (await IsEndedAsync(connection, key.Writer).ConfigureAwait(false)) return null;
            try
            {
                await using var script = new Script(connection);
                JournalWrites.AddFence(script, key, clock.GetUtcNow());
                await script.RunAsync().ConfigureAwait(false);
                return null;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                // It was under way, and is there now.
            }
            catch (ClashException error)
            {
                // Another silo fenced the writer in between: that is found next. Else a newer batch is there.
                if (attempt > 1)
                    throw new InvalidOperationException($"Batch {key.Batch} of writer {key.Writer} is no longer known.", error);
            }
        }
    }

    private static async Task<(JournalRow? Row, bool IsFence)?> FindAsync(NpgsqlConnection connection, JournalKey key)
    {
        await using var script = new Script(connection).Add(RowOf).With(key.Writer).With(key.Batch);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        if (!await row.ReadAsync().ConfigureAwait(false)) return null;

        var isFence = row.GetBoolean(0);
        return (isFence ? null : new(key, JournalText.Read(Encoding.UTF8.GetBytes(row.GetString(1)))), isFence);
    }

    private static async Task<bool> IsEndedAsync(NpgsqlConnection connection, string writer)
    {
        await using var script = new Script(connection).Add(IsEnded).With(writer).With(TakeOver.Last);
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false);
    }

    private async Task DropConnectionAsync()
    {
        if (_connection is { } connection) await connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
    }
}
