using SQLitePCL;

namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>One connection to the file, used by one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, Statement> _statements = new(ReferenceComparer.Instance);

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle) => _handle = handle;

    /// <summary>Opens the file.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="readOnly">False makes it where it is missing.</param>
    /// <exception cref="StoreUnavailableException">It cannot be opened.</exception>
    public static Database Open(string path, bool readOnly)
    {
        // A connection never leaves its thread, so it needs no mutex.
        var flags = raw.SQLITE_OPEN_NOMUTEX
            | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        if (!readOnly) GatheringLog.Register();
        var code = raw.sqlite3_open_v2(path, out var handle, flags, readOnly ? null : GatheringLog.Name);
        if (code != raw.SQLITE_OK)
        {
            var error = SqliteErrors.Of(code, raw.sqlite3_errstr(code).utf8_to_string());
            handle?.Dispose();
            throw error;
        }
        _ = raw.sqlite3_extended_result_codes(handle, 1);
        return new(handle);
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
        var code = raw.sqlite3_exec(_handle, sql, null, IntPtr.Zero, out var message);
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
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>The key that the last insert gave.</summary>
    public long LastKey => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>Ends the connection. What is not committed is gone.</summary>
    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Close();
        _statements.Clear();
        _handle.Dispose();
    }

    private Statement Prepare(string sql)
    {
        const uint persistent = 1;
        SqliteErrors.Check(_handle, raw.sqlite3_prepare_v3(_handle, sql, persistent, out var handle));
        return new(_handle, handle);
    }

    private sealed class ReferenceComparer : IEqualityComparer<string>
    {
        public static ReferenceComparer Instance { get; } = new();

        public bool Equals(string? x, string? y) => ReferenceEquals(x, y);

        public int GetHashCode(string obj) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj);
    }
}
