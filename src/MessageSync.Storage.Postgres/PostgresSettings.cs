using MessageSync.Storage.Postgres.Engine;
using Npgsql;

namespace MessageSync.Storage.Postgres;

/// <summary>Facts of the database as a whole.</summary>
internal sealed class PostgresSettings(Database database) : IStoreSettings
{
    private const string Epoch = "SELECT epoch FROM store";

    private const string Renew = "UPDATE store SET epoch = $1";

    private const string Select = "SELECT value FROM setting WHERE name = $1";

    private const string Set = """
        INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """;

    public async Task<Epoch> ReadEpochAsync(CancellationToken ct) => new(
        await database.ReadAsync(connection => OneAsync(new Script(connection).Add(Epoch)), ct).ConfigureAwait(false)
        ?? throw new InvalidOperationException("The store has no epoch."));

    public Task WriteEpochAsync(Epoch epoch, CancellationToken ct) =>
        WriteAsync(connection => new Script(connection).Add(Renew).With(epoch.Value));

    public Task<string?> ReadAsync(string name, CancellationToken ct) =>
        database.ReadAsync(connection => OneAsync(new Script(connection).Add(Select).With(name)), ct);

    public Task WriteAsync(string name, string value, CancellationToken ct) =>
        WriteAsync(connection => new Script(connection).Add(Set).With(name).With(value));

    public Task PingAsync(CancellationToken ct) => ReadEpochAsync(ct);

    private Task WriteAsync(Func<NpgsqlConnection, Script> write) => database.UseAsync(
        async connection =>
        {
            await using var script = write(connection);
            await script.RunAsync().ConfigureAwait(false);
            return true;
        },
        proves: true);

    private static async Task<string?> OneAsync(Script asked)
    {
        await using var script = asked;
        await using var row = await script.ReadAsync().ConfigureAwait(false);
        return await row.ReadAsync().ConfigureAwait(false) ? row.GetString(0) : null;
    }
}
