using SQLitePCL;

namespace MessageSync.Figures.Bare;

/// <summary>A prepared statement: values in the order of the question marks.</summary>
internal sealed class BareStatement(BareDatabase database, sqlite3_stmt handle) : IDisposable
{
    private int _bound;

    public BareStatement Bind(long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, ++_bound, value));
        return this;
    }

    public BareStatement BindText(ReadOnlySpan<byte> utf8)
    {
        database.Check(raw.sqlite3_bind_text(handle, ++_bound, utf8));
        return this;
    }

    public BareStatement Bind(ReadOnlySpan<byte> bytes)
    {
        database.Check(raw.sqlite3_bind_blob(handle, ++_bound, bytes));
        return this;
    }

    /// <summary>Goes to the next row; false after the last.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        database.Check(code);
        return code == raw.SQLITE_ROW;
    }

    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    public void Reset()
    {
        database.Check(raw.sqlite3_reset(handle));
        _bound = 0;
    }

    /// <summary>Writes one row.</summary>
    /// <exception cref="InvalidOperationException">The guard did not hold.</exception>
    public void One()
    {
        Step();
        Reset();
        if (database.Changes != 1) throw new InvalidOperationException("A guard did not hold.");
    }

    public void Dispose() => handle.Dispose();
}
