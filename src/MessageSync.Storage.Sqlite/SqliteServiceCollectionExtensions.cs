using MessageSync.Storage;
using MessageSync.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the embedded store to a host.</summary>
public static class SqliteServiceCollectionExtensions
{
    /// <summary>Keeps everything in one SQLite file of a folder on this machine. Calling it twice changes nothing.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says where; it can also be said in the section <see cref="SqliteStoreOptions.Section"/> of
    /// the configuration.</param>
    /// <returns>The same collection, for chaining.</returns>
    public static IServiceCollection AddSqliteStore(
        this IServiceCollection services, Action<SqliteStoreOptions>? configure = null)
    {
        services.AddOptions<SqliteStoreOptions>().BindConfiguration(SqliteStoreOptions.Section)
            .Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, SqliteStoreOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IStoreOpener, SqliteStoreOpener>();
        return services;
    }
}
