using SQLitePCL;

namespace MessageSync.Figures.Bare;

/// <summary>The driver as it is: one connection, opened with the settings that the store writes with, and prepared
/// statements.</summary>
internal sealed class BareDatabase : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly List<BareStatement> _statements = [];

    static BareDatabase() => Batteries_V2.Init();

    public BareDatabase(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "messagesync.db");
        Check(raw.sqlite3_open_v2(path, out _handle, raw.SQLITE_OPEN_NOMUTEX | raw.SQLITE_OPEN_READWRITE, null));
        Run("""
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
            PRAGMA wal_autocheckpoint = 32768; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;
            """);
    }

    public void Run(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    public BareStatement Prepare(string sql)
    {
        const uint persistent = 1;
        Check(raw.sqlite3_prepare_v3(_handle, sql, persistent, out var statement));
        _statements.Add(new(this, statement));
        return _statements[^1];
    }

    public int Changes => raw.sqlite3_changes(_handle);

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        _handle.Dispose();
    }

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw new InvalidOperationException(raw.sqlite3_errmsg(_handle).utf8_to_string());
    }
}
