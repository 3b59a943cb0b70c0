using MessageSync.Storage.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MessageSync.Silo.Orleans.Cluster;

/// <summary>Makes the tables that membership and grain storage need, in a schema beside the store's, and tells the providers
/// their queries. Silos that start together wait for one another.</summary>
internal sealed class ClusterTables(IOptions<PostgresStoreOptions> postgres) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Right after the store, which makes the database, and before membership.</summary>
    public const int Stage = ServiceLifecycleStage.RuntimeStorageServices + 1;

    private const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";

    private const string AddQuery = """
        INSERT INTO orleansquery (querykey, querytext) VALUES ($1, $2)
        ON CONFLICT (querykey) DO UPDATE SET querytext = EXCLUDED.querytext
        """;

    /// <summary>The schema.</summary>
    public static string SchemaOf(PostgresStoreOptions postgres) => $"{postgres.Schema}_cluster";

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(ClusterTables), Stage, EnsureAsync);

    private async Task EnsureAsync(CancellationToken ct)
    {
        var schema = SchemaOf(postgres.Value);
        await using var source = NpgsqlDataSource.Create(ClusterExtensions.ConnectionString(postgres.Value) + ";Pooling=false");
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(connection, Lock, [schema], ct);
        await RunAsync(connection, $"CREATE SCHEMA IF NOT EXISTS {schema}", [], ct);
        await RunAsync(connection, await ReadAsync("ClusterTables.sql", ct), [], ct);
        foreach (var (key, text) in Queries(await ReadAsync("ClusterQueries.sql", ct)))
            await RunAsync(connection, AddQuery, [key, text], ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Each begins with a line <c>--- name</c>.</summary>
    private static IEnumerable<(string Key, string Text)> Queries(string file)
    {
        foreach (var part in file.Split("--- ").Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            yield return (part[..end].Trim(), part[end..].Trim());
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, string[] values, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<string> ReadAsync(string name, CancellationToken ct)
    {
        using var reader = new StreamReader(typeof(ClusterTables).Assembly.GetManifestResourceStream(name)!);
        return await reader.ReadToEndAsync(ct);
    }
}
