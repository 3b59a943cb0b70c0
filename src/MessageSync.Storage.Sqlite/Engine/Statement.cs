using System.Text;
using SQLitePCL;

namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>
/// One prepared statement of one connection, kept for ever. Values are bound in the order of the question marks, rows
/// are stepped through, and disposing gives it back for the next use. Not thread-safe, not reentrant.
/// </summary>
internal sealed class Statement(sqlite3 db, sqlite3_stmt handle) : IDisposable
{
    private const int StackBytesMax = 512;
    private int _bound;

    /// <summary>Binds a number; null is SQL's null.</summary>
    public Statement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    /// <summary>Binds a number.</summary>
    public Statement Bind(long value) => Checked(raw.sqlite3_bind_int64(handle, ++_bound, value));

    /// <summary>Binds a truth as 1 or 0.</summary>
    public Statement Bind(bool value) => Bind(value ? 1L : 0L);

    /// <summary>Binds a time to the millisecond, what is finer cut off.</summary>
    public Statement Bind(DateTimeOffset value) => Bind(value.ToUnixTimeMilliseconds());

    /// <summary>Binds a time; null is SQL's null.</summary>
    public Statement Bind(DateTimeOffset? value) => value is { } time ? Bind(time) : BindNull();

    /// <summary>Binds a text; null is SQL's null.</summary>
    public Statement Bind(string? value)
    {
        if (value is null) return BindNull();
        // An empty span would bind null.
        if (value.Length == 0) return Checked(raw.sqlite3_bind_text(handle, ++_bound, ""));
        if (value.Length > StackBytesMax / 3) return BindText(Encoding.UTF8.GetBytes(value));

        Span<byte> bytes = stackalloc byte[StackBytesMax];
        return BindText(bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
    }

    /// <summary>Binds a text that is UTF-8 already, not empty.</summary>
    public Statement BindText(ReadOnlySpan<byte> utf8) => Checked(raw.sqlite3_bind_text(handle, ++_bound, utf8));

    /// <summary>Binds bytes, copied at once.</summary>
    public Statement Bind(ReadOnlySpan<byte> value) => Checked(raw.sqlite3_bind_blob(handle, ++_bound, value));

    /// <summary>Binds SQL's null.</summary>
    public Statement BindNull() => Checked(raw.sqlite3_bind_null(handle, ++_bound));

    /// <summary>Goes to the next row.</summary>
    /// <returns>False after the last one.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW) return true;
        if (code == raw.SQLITE_DONE) return false;

        SqliteErrors.Check(db, code);
        return false;
    }

    /// <summary>Runs a statement that writes, and gives it back.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        using (this)
        {
            Step();
            return raw.sqlite3_changes(db);
        }
    }

    /// <summary>The number in a column; 0 for null.</summary>
    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>The number in a column that holds a small one.</summary>
    public int Int(int column) => raw.sqlite3_column_int(handle, column);

    /// <summary>True where a column holds 1.</summary>
    public bool Bool(int column) => Int(column) != 0;

    /// <summary>The time in a column.</summary>
    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Long(column));

    /// <summary>True where a column holds null.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    /// <summary>The text in a column, whatever characters it has; empty for null.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    /// <summary>The bytes in a column, valid until the next step; empty for null.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        // The code repeats that of the last step, which was thrown then.
        _ = raw.sqlite3_reset(handle);
        _bound = 0;
    }

    /// <summary>Ends it, before its connection closes.</summary>
    public void Close() => handle.Dispose();

    private Statement Checked(int code)
    {
        if (code != raw.SQLITE_OK) SqliteErrors.Check(db, code);
        return this;
    }
}
