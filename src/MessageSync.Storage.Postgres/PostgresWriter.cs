using System.Text;
using MessageSync.FanOut;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Postgres.Writes;
using MessageSync.Storage.Stored;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MessageSync.Storage.Postgres;

/// <summary>One writer of the database: a connection that writes, and one that holds the lock on its id.</summary>
internal sealed class PostgresWriter(Database database, TimeProvider clock, ILogger logger) : IStoreWriter
{
    private const string RowOf = """
        SELECT is_fence, announcements FROM journal WHERE writer = $1 AND batch = $2
        """;

    private const string IsEnded = "SELECT 1 FROM journal WHERE writer = $1 AND batch = $2";

    private const string OfOthers = """
        SELECT announcements FROM journal
        WHERE writer <> $1 AND NOT is_fence AND NOT is_announced AND conversations @> ARRAY[$2]
        """;

    private readonly Batches _batches = new(database, clock);
    private WriterLock? _lock;
    private NpgsqlConnection? _connection;
    private volatile string _id = NewId();
    private volatile bool _disposed;

    public string Id => _id;

    public Task<IReadOnlyList<WriteOutcome>> CommitAsync(
        long batch, IReadOnlyList<StoreWrite> writes, CancellationToken ct) =>
        WorkAsync(async () =>
        {
            var key = new JournalKey(_id, batch);
            await HoldAsync().ConfigureAwait(false);
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
                await RenewIfFencedAsync(key.Writer).ConfigureAwait(false);
                throw new InvalidOperationException($"Batch {batch} of writer {key.Writer} is used or fenced.", error);
            }
        });

    /// <summary>On a connection of its own: the one that wrote may be the reason to ask.</summary>
    public Task<JournalRow?> FenceAsync(long batch, CancellationToken ct) => WorkAsync(async () =>
    {
        var key = new JournalKey(_id, batch);
        await DropConnectionAsync().ConfigureAwait(false);
        return await database.AskAsync(connection => FenceAsync(connection, key)).ConfigureAwait(false);
    });

    public Task<LeftBehind> TakeOverAsync(CancellationToken ct) => WorkAsync(async () =>
    {
        await HoldAsync().ConfigureAwait(false);
        return await new TakeOver(_lock!, _id, clock).RunAsync().ConfigureAwait(false);
    });

    public Task<IReadOnlyList<Announcement>> ReadOthersAsync(ConversationId conversation, CancellationToken ct) =>
        database.ReadAsync(
            async connection =>
            {
                var n = await database.Conversations.FindAsync(connection, conversation.Value).ConfigureAwait(false);
                await using var script = new Script(connection).Add(OfOthers).With(_id).With(n);
                await using var row = await script.ReadAsync().ConfigureAwait(false);
                var others = new List<Announcement>();
                while (await row.ReadAsync().ConfigureAwait(false))
                {
                    foreach (var run in JournalText.Read(Encoding.UTF8.GetBytes(row.GetString(0))))
                        if (run.Conversation == conversation) others.AddRange(run.Announcements);
                }
                return (IReadOnlyList<Announcement>)[.. others.OrderBy(announcement => announcement.Change)];
            },
            ct);

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await DropConnectionAsync().ConfigureAwait(false);
        if (_lock is { } held) await held.DisposeAsync().ConfigureAwait(false);
        _lock = null;
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
            throw database.Told(error);
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
