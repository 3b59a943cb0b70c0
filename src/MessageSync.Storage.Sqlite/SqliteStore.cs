using System.Collections.Concurrent;
using MessageSync.Storage.Sqlite.Engine;
using MessageSync.Storage.Sqlite.Writes;

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
    private readonly Session _writing;
    private readonly List<Session> _reading;
    private readonly WorkQueue _writer;
    private readonly WorkQueue _readers;
    private readonly Batch _batches;
    private int _disposed;

    private SqliteStore(DataFolder folder, Session writing, List<Session> reading, SqliteStoreOptions options)
    {
        (_folder, _writing, _reading) = (folder, writing, reading);
        _writer = new("messagesync writer", [writing], options.QueueMax);
        _readers = new("messagesync reader", reading, options.QueueMax);
        _batches = new(writing, _writers.ContainsKey);

        Timelines = new SqliteTimelineStore(_readers);
        Inboxes = new SqliteInboxStore(_readers, _writer);
        Directory = new SqliteDirectoryStore(_readers);
        Settings = new SqliteSettings(_readers, _writer);
    }

    /// <summary>Reads of Timelines.</summary>
    public ITimelineStore Timelines { get; }

    /// <summary>Reads of Inboxes, and their upkeep.</summary>
    public IInboxStore Inboxes { get; }

    /// <summary>Reads for lists.</summary>
    public IDirectoryStore Directory { get; }

    /// <summary>Facts of the store as a whole.</summary>
    public IStoreSettings Settings { get; }

    /// <summary>Opens the store, and makes it where there is none.</summary>
    /// <param name="options">Where it is; not looked at any more afterwards.</param>
    /// <param name="clock">The server's clock.</param>
    /// <exception cref="StoreStartException">It cannot be used: another process has it, its folder or file cannot be
    /// written, or the file is damaged, foreign or of a newer program. The message says what to do.</exception>
    public static Task<SqliteStore> OpenAsync(SqliteStoreOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        // Recovering the log after a crash may take seconds.
        return Task.Run(() => Open(options, clock));
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
        foreach (var session in _reading) session.Dispose();
        Opening.Checkpoint(_writing.Db);
        _writing.Dispose();
        _folder.Dispose();
    }

    private static SqliteStore Open(SqliteStoreOptions options, TimeProvider clock)
    {
        var folder = DataFolder.Take(options.DataFolder);
        var sessions = new List<Session>();
        try
        {
            sessions.Add(Opening.Writer(folder.DatabasePath, options, clock.GetUtcNow()));
            for (var i = 0; i < options.ReaderCount; i++) sessions.Add(Opening.Reader(folder.DatabasePath, options));
            return new(folder, sessions[0], sessions[1..], options);
        }
        catch
        {
            foreach (var session in sessions) session.Dispose();
            folder.Dispose();
            throw;
        }
    }
}
