using MessageSync.Storage;
using MessageSync.Storage.Postgres;
using MessageSync.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace MessageSync.Silo;

/// <summary>Which store the server runs on: the one choice that its commands share.</summary>
internal static class SiloStorage
{
    /// <summary>The setting.</summary>
    public const string Setting = "MessageSync:Storage";

    /// <summary>One file on this machine: the default.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>A PostgreSQL database.</summary>
    public const string Postgres = "postgres";

    /// <summary>Adds the store that is configured.</summary>
    /// <exception cref="StoreStartException">There is none of that name.</exception>
    public static IServiceCollection AddConfiguredStore(this IServiceCollection services, IConfiguration configuration) =>
        configuration[Setting] switch
        {
            null or "" or Sqlite when configuration.GetSection(PostgresStoreOptions.Section).Exists() =>
                throw new StoreStartException(
                    $"PostgreSQL is configured, but not chosen: say --storage {Postgres}, or take its settings out."),
            null or "" or Sqlite => services.AddSqliteStore(),
            Postgres => services.AddPostgresStore(),
            var other => throw new StoreStartException($"There is no storage '{other}': say {Sqlite} or {Postgres}."),
        };

    /// <summary>The configured store, in words.</summary>
    public static string Describe(IServiceProvider services) => IsPostgres(services)
        ? PostgresStore.Describe(Options<PostgresStoreOptions>(services))
        : Path.GetFullPath(Options<SqliteStoreOptions>(services).DataFolder);

    /// <summary>True when there is data already.</summary>
    public static async Task<bool> ExistsAsync(IServiceProvider services) => IsPostgres(services)
        ? await PostgresStore.ExistsAsync(Options<PostgresStoreOptions>(services))
        : SqliteStore.ExistsIn(Path.GetFullPath(Options<SqliteStoreOptions>(services).DataFolder));

    private static bool IsPostgres(IServiceProvider services) =>
        services.GetRequiredService<IConfiguration>()[Setting] == Postgres;

    private static T Options<T>(IServiceProvider services)
        where T : class => services.GetRequiredService<IOptions<T>>().Value;
}
