using MessageSync;
using MessageSync.FrontEnd;
using MessageSync.Grains;
using MessageSync.Hosting;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds MessageSync to a host.</summary>
public static class MessageSyncServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IMessageSync"/> with its grains, run in this process. A store has to be added as well
    /// (<c>AddSqliteStore</c>, <c>AddInMemoryStore</c>). Calling it twice changes nothing.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes limits; they can also be given in the section
    /// <see cref="MessageSyncOptions.Section"/> of the configuration.</param>
    /// <returns>The same collection, for chaining.</returns>
    public static IServiceCollection AddMessageSync(
        this IServiceCollection services, Action<MessageSyncOptions>? configure = null)
    {
        services.AddOptions<MessageSyncOptions>().BindConfiguration(MessageSyncOptions.Section)
            .Configure(configure ?? (_ => { })).ValidateOnStart();
        services.AddOptions<GroupCommitOptions>().BindConfiguration(MessageSyncOptions.Section + ":GroupCommit")
            .ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<MessageSyncOptions>, MessageSyncOptionsValidator>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<GroupCommitOptions>, GroupCommitOptionsValidator>());
        if (services.Any(service => service.ServiceType == typeof(LocalHost))) return services;

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<LocalHost>();
        services.AddHostedService(provider => provider.GetRequiredService<LocalHost>());
        services.AddSingleton(provider => provider.GetRequiredService<LocalHost>().Grains);
        services.AddSingleton(provider => provider.GetRequiredService<LocalHost>().Store.Settings);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<MessageSyncOptions>>().Value);
        services.AddSingleton<HintHub>();
        services.AddSingleton<ISignals>(provider => provider.GetRequiredService<HintHub>());
        services.AddSingleton<InboxWaits>();
        services.AddSingleton<InboxStreams>();
        services.AddSingleton<IMessageSync, MessageSyncClient>();
        return services;
    }

    /// <summary>Keeps everything in memory: for tests and trials. All is lost with the process.</summary>
    /// <returns>The same collection, for chaining.</returns>
    public static IServiceCollection AddInMemoryStore(this IServiceCollection services)
    {
        services.TryAddSingleton<IStoreOpener, InMemoryStoreOpener>();
        return services;
    }
}
