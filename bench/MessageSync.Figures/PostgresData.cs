using MessageSync.Figures.Bare;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace MessageSync.Figures;

/// <summary>PostgreSQL: a database of a server.</summary>
/// <param name="server">How to reach the server: any of its databases.</param>
internal sealed class PostgresData(string server) : IData, IAsyncDisposable
{
    private readonly HashSet<string> _made = [];
    private int _copies;
    private string? _copy;
    private int? _version;

    public async Task<string> NewAsync(string name)
    {
        var database = "figures_" + name.Replace('-', '_');
        await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        _made.Add(database);
        await ExecuteAsync($"CREATE DATABASE {database} ENCODING 'UTF8' TEMPLATE template0");
        return database;
    }

    /// <summary>The one before is dropped: a run needs the disk for itself. The server's own work on it is done first.</summary>
    public async Task<string> CopyAsync(string from)
    {
        if (_copy is { } before) await DropAsync(before);
        return _copy = await CopyBesideAsync(from);
    }

    /// <summary>The same, beside those that are there: whoever asked drops it.</summary>
    public async Task<string> CopyBesideAsync(string from)
    {
        var database = $"{from}_{++_copies}";
        await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        _made.Add(database);
        // By files: a large template would else go through the log as well.
        _version ??= await VersionAsync();
        await ExecuteAsync($"CREATE DATABASE {database} TEMPLATE {from}{(_version >= 15 ? " STRATEGY file_copy" : "")}");
        await ExecuteAsync("CHECKPOINT");
        return database;
    }

    public void AddStore(IServiceCollection services, string where) =>
        services.AddPostgresStore(options => options.ConnectionString = In(where));

    public IReadOnlyList<string> SiloArguments(string where) => ["--storage", "postgres", "--connection", In(where)];

    public async Task<IBareSends> OpenBareAsync(string where, World world) =>
        await BarePostgresSends.OpenAsync(In(where), world);

    /// <summary>How to reach a database.</summary>
    public string In(string database) => new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;

    /// <summary>Bytes of all tables of the store, with their indexes and whatever else belongs to them.</summary>
    public async Task<long> BytesAsync(string database)
    {
        await using var source = Source(In(database));
        await using var command = source.CreateCommand("""
            SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'messagesync' AND c.relkind = 'r'
            """);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Works on a database, with as much time and memory as it takes.</summary>
    public async Task ExecuteAsync(string database, IEnumerable<string> statements)
    {
        await using var source = Source(In(database));
        await using var connection = await source.OpenConnectionAsync();
        foreach (var sql in statements)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Drops all that was made.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var database in _made.ToList()) await DropAsync(database);
    }

    /// <summary>Drops one.</summary>
    public async Task DropAsync(string database)
    {
        await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        _made.Remove(database);
    }

    private async Task<int> VersionAsync()
    {
        await using var source = Source(server);
        await using var connection = await source.OpenConnectionAsync();
        return connection.PostgreSqlVersion.Major;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = Source(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlDataSource Source(string connection) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connection) { Pooling = false, CommandTimeout = 3600 });
}
