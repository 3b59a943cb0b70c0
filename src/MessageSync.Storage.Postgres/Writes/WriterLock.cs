using System.Globalization;
using MessageSync.Storage.Postgres.Engine;
using Npgsql;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>The connection that says that a writer is alive: it holds a lock on the writer's id, and on the ids of dead ones
/// whose rows it took over. The server lets them go when the connection ends.</summary>
internal sealed class WriterLock(NpgsqlConnection connection) : IAsyncDisposable
{
    private const string TryLock = "SELECT pg_try_advisory_lock($1)";

    /// <summary>The connection.</summary>
    public NpgsqlConnection Connection => connection;

    /// <summary>False when the connection is known to have ended. One that is at work is open, too.</summary>
    public bool IsHeld => connection.FullState.HasFlag(System.Data.ConnectionState.Open);

    /// <summary>Takes the lock of a writer.</summary>
    /// <returns>False when somebody else has it.</returns>
    public async Task<bool> TryTakeAsync(string writer)
    {
        await using var script = new Script(connection).Add(TryLock).With(KeyOf(writer));
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false) && row.GetBoolean(0);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>Half of the id, which is random.</summary>
    private static long KeyOf(string writer) =>
        long.Parse(writer.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
