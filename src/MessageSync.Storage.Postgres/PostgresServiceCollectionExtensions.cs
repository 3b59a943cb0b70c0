using MessageSync.Storage;
using MessageSync.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the PostgreSQL store to a host.</summary>
public static class PostgresServiceCollectionExtensions
{
    /// <summary>Keeps everything in a PostgreSQL database. Calling it twice changes nothing.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says where; it can also be said in the section <see cref="PostgresStoreOptions.Section"/> of
    /// the configuration.</param>
    /// <returns>The same collection, for chaining.</returns>
    public static IServiceCollection AddPostgresStore(
        this IServiceCollection services, Action<PostgresStoreOptions>? configure = null)
    {
        services.AddOptions<PostgresStoreOptions>().BindConfiguration(PostgresStoreOptions.Section)
            .Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PostgresStoreOptions>, PostgresStoreOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IStoreOpener, PostgresStoreOpener>();
        return services;
    }
}
