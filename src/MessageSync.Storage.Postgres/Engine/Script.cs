using Npgsql;

namespace MessageSync.Storage.Postgres.Engine;

/// <summary>
/// Statements that travel together: sent at once, answered at once. Values are bound in the order of their numbers; every
/// statement is prepared at its second use on a connection.
/// </summary>
internal sealed class Script(NpgsqlConnection connection) : IAsyncDisposable
{
    private readonly NpgsqlBatch _batch = new(connection);
    private readonly List<(NpgsqlBatchCommand Command, int Rows, string? Rule)> _expected = [];
    private readonly List<(NpgsqlBatchCommand Command, ulong Rows)> _found = [];

    /// <summary>The next statement.</summary>
    public Script Add(string sql)
    {
        _batch.BatchCommands.Add(new(sql));
        return this;
    }

    /// <summary>The next value of the last statement.</summary>
    public Script With<T>(T value)
    {
        Last.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return this;
    }

    /// <summary>The last statement has to touch so many rows: else somebody else wrote in between.</summary>
    public Script Guards(int rows)
    {
        _expected.Add((Last, rows, null));
        return this;
    }

    /// <summary>The last statement has to find so many rows: else somebody else wrote in between.</summary>
    public Script Finds(int rows)
    {
        _found.Add((Last, (ulong)rows));
        return this;
    }

    /// <summary>The last statement has to touch so many rows: else what is to be stored is wrong.</summary>
    public Script Requires(int rows, string rule)
    {
        _expected.Add((Last, rows, rule));
        return this;
    }

    /// <summary>Runs everything; rows are passed over.</summary>
    /// <exception cref="ClashException">A guard did not hold.</exception>
    /// <exception cref="InvalidOperationException">What is to be stored is wrong.</exception>
    public async Task RunAsync()
    {
        await _batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        if (_found.Exists(one => one.Command.Rows != one.Rows)) throw new ClashException { IsOfLook = true };
        if (_expected.Exists(one => one.Rule is null && one.Command.RecordsAffected != one.Rows)) throw new ClashException();
        if (_expected.Find(one => one.Command.RecordsAffected != one.Rows).Rule is { } broken)
            throw new InvalidOperationException(broken);
    }

    /// <summary>Runs everything and reads the rows.</summary>
    public Task<NpgsqlDataReader> ReadAsync() => _batch.ExecuteReaderAsync(CancellationToken.None);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _batch.DisposeAsync();

    private NpgsqlBatchCommand Last => _batch.BatchCommands[^1];
}

/// <summary>Somebody else wrote in between.</summary>
internal sealed class ClashException : Exception
{
    /// <summary>A statement did not find what it had to.</summary>
    public bool IsOfLook { get; init; }
}
