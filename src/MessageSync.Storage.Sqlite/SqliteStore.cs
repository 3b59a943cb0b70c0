using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Sqlite.Writes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageSync.Storage.Sqlite;

/// <summary>
/// The embedded store: one durable file, <c>messagesync.db</c>, used by one process at a time. One thread writes, a few
/// read beside it, each with its own connection; reads never wait for writes. Times are kept to the millisecond, what is
/// finer is cut off. Thread-safe.
/// </summary>
public sealed class SqliteStore : IStore
{
    private readonly ConcurrentDictionary<string, bool> _writers = new(StringComparer.Ordinal);
    private readonly DataFolder _folder;
    private readonly Connections _connections;
    private readonly WorkQueue _writer;
    private readonly WorkQueue _readers;
    private readonly Batch _batches;
    private int _disposed;

    private SqliteStore(
        DataFolder folder, Connections connections, SqliteStoreOptions options, IMeterFactory? meters)
    {
        (_folder, _connections) = (folder, connections);
        _writer = new("messagesync writer", [connections.Writing], options.QueueMax, connections);
        _readers = new("messagesync reader", connections.Reading, options.QueueMax, connections);
        _batches = new(connections.Writing, _writers.ContainsKey);
        connections.Errors = new(meters, "sqlite", () => _readers.Count);

        Timelines = new SqliteTimelineStore(_readers);
        Inboxes = new SqliteInboxStore(_readers, _writer);
        Directory = new SqliteDirectoryStore(_readers);
        Settings = new SqliteSettings(_readers, _writer);
        Check = new SqliteCheck(_readers);
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

    /// <summary>True where a folder holds a store.</summary>
    public static bool ExistsIn(string dataFolder) => File.Exists(Path.Combine(dataFolder, DataFolder.DatabaseName));

    /// <summary>Opens the store, and makes it where there is none.</summary>
    /// <param name="options">Where it is; not looked at any more afterwards.</param>
    /// <param name="clock">The server's clock.</param>
    /// <param name="logger">Told, in plain words, when the disk fails and when it works again. Default: nobody.</param>
    /// <param name="meters">For its instruments. Default: nobody listens.</param>
    /// <exception cref="StoreStartException">It cannot be used: another process has it, its folder or file cannot be
    /// written, or the file is damaged, foreign or of a newer program. The message says what to do.</exception>
    public static Task<SqliteStore> OpenAsync(
        SqliteStoreOptions options, TimeProvider clock, ILogger<SqliteStore>? logger = null,
        IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        // Recovering the log after a crash may take seconds.
        return Task.Run(() => Open(options, clock, logger ?? NullLogger<SqliteStore>.Instance, meters));
    }

    /// <summary>A new writer. Its id is fresh; it is alive until it is disposed of.</summary>
    public IStoreWriter OpenWriter()
    {
        var id = Guid.NewGuid().ToString("N");
        _writers[id] = true;
        return new SqliteWriter(id, _writer, _batches, ended => _writers.TryRemove(ended, out _));
    }

    /// <summary>Does what waits, moves the log into the file and lets the folder go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;

        await _readers.DisposeAsync().ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
        _connections.Dispose();
        _folder.Dispose();
    }

    private static SqliteStore Open(
        SqliteStoreOptions options, TimeProvider clock, ILogger logger, IMeterFactory? meters)
    {
        var folder = DataFolder.Take(options.DataFolder);
        var sessions = new List<Session>();
        Database? mover = null;
        try
        {
            sessions.Add(Opening.Writer(folder.DatabasePath, options, clock.GetUtcNow()));
            for (var i = 0; i < options.ReaderCount; i++) sessions.Add(Opening.Reader(folder.DatabasePath, options));
            mover = Opening.Mover(folder.DatabasePath);
            var connections = new Connections(
                folder.DatabasePath, sessions[0], sessions[1..], mover, options.LogMegabytes, logger, clock);
            return new(folder, connections, options, meters);
        }
        catch
        {
            foreach (var session in sessions) session.Db.Abandon();
            mover?.Abandon();
            folder.Dispose();
            throw;
        }
    }
}
