using MessageSync.Figures.Bare;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace MessageSync.Figures;

/// <summary>PostgreSQL: a database of a server.</summary>
/// <param name="server">How to reach the server: any of its databases.</param>
internal sealed class PostgresData(string server) : IData
{
    private int _copies;

    public async Task<string> NewAsync(string name)
    {
        var database = "figures_" + name.Replace('-', '_');
        await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        await ExecuteAsync($"CREATE DATABASE {database} ENCODING 'UTF8' TEMPLATE template0");
        return database;
    }

    /// <summary>The one before is dropped: a run needs the disk for itself. The server's own work on it is done first.</summary>
    public async Task<string> CopyAsync(string from)
    {
        await ExecuteAsync($"DROP DATABASE IF EXISTS {from}_{_copies} WITH (FORCE)");
        var database = $"{from}_{++_copies}";
        await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        await ExecuteAsync($"CREATE DATABASE {database} TEMPLATE {from}");
        await ExecuteAsync("CHECKPOINT");
        return database;
    }

    public void AddStore(IServiceCollection services, string where) =>
        services.AddPostgresStore(options => options.ConnectionString = In(where));

    public async Task<IBareSends> OpenBareAsync(string where, World world) =>
        await BarePostgresSends.OpenAsync(In(where), world);

    /// <summary>How to reach a database.</summary>
    public string In(string database) => new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(server) { Pooling = false, CommandTimeout = 600 });
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
