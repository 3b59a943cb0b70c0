using SQLitePCL;

namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>One connection to the file, used by one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    private readonly string _path;
    private readonly bool _readOnly;
    private readonly Action<Database> _setUp;
    private readonly Dictionary<string, Statement> _statements = new(ReferenceComparer.Instance);
    private sqlite3? _handle;

    static Database() => Batteries_V2.Init();

    private Database(string path, bool readOnly, Action<Database> setUp) =>
        (_path, _readOnly, _setUp) = (path, readOnly, setUp);

    private sqlite3 Handle => _handle ?? throw new StoreUnavailableException($"{_path} is not open at the moment.");

    /// <summary>Opens the file.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="readOnly">False makes it where it is missing.</param>
    /// <param name="setUp">Done first, at each opening.</param>
    /// <exception cref="StoreUnavailableException">It cannot be opened.</exception>
    public static Database Open(string path, bool readOnly, Action<Database>? setUp = null)
    {
        var db = new Database(path, readOnly, setUp ?? (_ => { }));
        db.Reopen();
        return db;
    }

    /// <summary>Opens the file again, after <see cref="Abandon"/>.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be opened, and is not.</exception>
    public void Reopen()
    {
        // A connection never leaves its thread, so it needs no mutex.
        var flags = raw.SQLITE_OPEN_NOMUTEX
            | (_readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        if (!_readOnly) GatheringLog.Register();
        var code = raw.sqlite3_open_v2(_path, out var handle, flags, _readOnly ? null : GatheringLog.Name);
        if (code != raw.SQLITE_OK)
        {
            var error = SqliteErrors.Of(code, raw.sqlite3_errstr(code).utf8_to_string());
            handle?.Dispose();
            throw error;
        }
        _ = raw.sqlite3_extended_result_codes(handle, 1);
        _handle = handle;
        try
        {
            _setUp(this);
        }
        catch
        {
            Abandon();
            throw;
        }
    }

    /// <summary>A statement, prepared at its first use.</summary>
    /// <param name="sql">A constant: statements are found by reference.</param>
    public Statement Sql(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement)) _statements[sql] = statement = Prepare(sql);
        return statement;
    }

    /// <summary>Runs any number of statements that bind nothing; rows are passed over.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(Handle, sql, null, IntPtr.Zero, out var message);
        if (code != raw.SQLITE_OK) throw SqliteErrors.Of(code, message ?? "");
    }

    /// <summary>Reads one number by a statement that is used once.</summary>
    public long Number(string sql)
    {
        var statement = Prepare(sql);
        try
        {
            return statement.Step() ? statement.Long(0) : 0;
        }
        finally
        {
            statement.Close();
        }
    }

    /// <summary>True while a transaction is open.</summary>
    public bool InTransaction => _handle is { } handle && raw.sqlite3_get_autocommit(handle) == 0;

    /// <summary>The key that the last insert gave.</summary>
    public long LastKey => raw.sqlite3_last_insert_rowid(Handle);

    /// <summary>How many pages were written since the last time it was asked.</summary>
    public int TakePagesWritten()
    {
        const int cacheWrite = 9; // SQLITE_DBSTATUS_CACHE_WRITE
        _ = raw.sqlite3_db_status(Handle, cacheWrite, out var pages, out _, 1);
        return pages;
    }

    /// <summary>Ends the connection and leaves the log as it lies. What is not committed is gone.</summary>
    public void Abandon()
    {
        const int noCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
        if (_handle is { } handle) _ = raw.sqlite3_db_config(handle, noCheckpointOnClose, 1, out _);
        Dispose();
    }

    /// <summary>Ends the connection; the last one moves the log into the file. What is not committed is gone.</summary>
    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Close();
        _statements.Clear();
        _handle?.Dispose();
        _handle = null;
    }

    private Statement Prepare(string sql)
    {
        const uint persistent = 1;
        SqliteErrors.Check(Handle, raw.sqlite3_prepare_v3(Handle, sql, persistent, out var statement));
        return new(Handle, statement);
    }

    private sealed class ReferenceComparer : IEqualityComparer<string>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(string? x, string? y) => ReferenceEquals(x, y);

        public int GetHashCode(string obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
