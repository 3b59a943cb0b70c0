using System.Diagnostics.Metrics;
using MessageSync.Storage.Postgres.Engine;
using MessageSync.Storage.Postgres.Writes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageSync.Storage.Postgres;

/// <summary>
/// The production store: a schema of a PostgreSQL database, used by any number of silos. Times are kept to the millisecond,
/// what is finer is cut off. Thread-safe.
/// </summary>
public sealed class PostgresStore : IStore
{
    private readonly Database _database;
    private readonly SoleUse _soleUse = new();
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly int _writerCount;

    private PostgresStore(Database database, int writerCount, TimeProvider clock, ILogger logger)
    {
        (_database, _writerCount, _clock, _logger) = (database, writerCount, clock, logger);
        Timelines = new PostgresTimelineStore(database);
        Inboxes = new PostgresInboxStore(database, _soleUse, clock);
        Directory = new PostgresDirectoryStore(database);
        Settings = new PostgresSettings(database);
        Check = new PostgresCheck(database);
    }

    /// <summary>Reads of Timelines.</summary>
    public ITimelineStore Timelines { get; }

    /// <summary>Reads of Inboxes, and their upkeep.</summary>
    public IInboxStore Inboxes { get; }

    /// <summary>Reads for lists.</summary>
    public IDirectoryStore Directory { get; }

    /// <summary>Facts of the store as a whole.</summary>
    public IStoreSettings Settings { get; }

    /// <summary>Looks through everything that is stored.</summary>
    public IStoreCheck Check { get; }

    /// <summary>Opens the store; makes the database, where it is missing and the role may, and the schema.</summary>
    /// <param name="options">Where it is; not looked at any more afterwards.</param>
    /// <param name="clock">The server's clock.</param>
    /// <param name="logger">Told, in plain words, when the server fails and when it works again. Default: nobody.</param>
    /// <param name="meters">For its instruments. Default: nobody listens.</param>
    /// <exception cref="StoreStartException">It cannot be used. The message says what to do, and holds no
    /// password.</exception>
    public static async Task<PostgresStore> OpenAsync(
        PostgresStoreOptions options, TimeProvider clock, ILogger<PostgresStore>? logger = null,
        IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);

        var told = logger ?? NullLogger<PostgresStore>.Instance;
        await Opening.PrepareAsync(options, clock.GetUtcNow(), told).ConfigureAwait(false);
        return new(new(options, told, meters), options.WriterCount, clock, told);
    }

    /// <summary>True where a database holds a store.</summary>
    /// <exception cref="StoreStartException">The server cannot be asked.</exception>
    public static Task<bool> ExistsAsync(PostgresStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Opening.ExistsAsync(options);
    }

    /// <summary>Where the store is, in words, without a password.</summary>
    public static string Describe(PostgresStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var parsed = Connecting.Parse(options);
        return $"database {parsed.Database ?? parsed.Username}, schema {options.Schema}, at PostgreSQL {parsed.Host}:{parsed.Port}";
    }

    /// <summary>A new writer. Its id is fresh; it is alive until it is disposed of, or its silo dies.</summary>
    public IStoreWriter OpenWriter() => OpenWriter(new());

    /// <summary>As many as are configured.</summary>
    public IReadOnlyList<IStoreWriter> OpenWriters()
    {
        var living = new LivingWriters();
        return [.. Enumerable.Range(0, _writerCount).Select(_ => OpenWriter(living))];
    }

    /// <summary>Closes all connections but those of writers, which are closed by whoever opened them.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private PostgresWriter OpenWriter(LivingWriters living) => new(_database, _soleUse, living, _clock, _logger);
}
