using MessageSync;
using MessageSync.FrontEnd;
using MessageSync.Grains;
using MessageSync.Hosting;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
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
        services.AddMessageSyncFrontEnd(configure).AddMessageSyncGrains();
        if (services.Any(service => service.ServiceType == typeof(LocalHost))) return services;

        services.AddSingleton(provider => new LocalHost(
            provider.GetRequiredService<GrainHost>(), provider.GetRequiredService<IOptions<MessageSyncOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService(provider => provider.GetRequiredService<LocalHost>());
        services.AddSingleton(provider => provider.GetRequiredService<LocalHost>().Grains);
        return services;
    }

    /// <summary>Adds <see cref="IMessageSync"/> alone: for whoever hosts the grains otherwise and adds an
    /// <see cref="IGrains"/> that finds them; whatever comes from elsewhere is handed to the <see cref="IFrontEnd"/> that it
    /// adds. Signals reach this process only, unless another <see cref="ISignals"/> was added before. Calling it twice
    /// changes nothing.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes limits, as in <see cref="AddMessageSync"/>.</param>
    /// <returns>The same collection, for chaining.</returns>
    public static IServiceCollection AddMessageSyncFrontEnd(
        this IServiceCollection services, Action<MessageSyncOptions>? configure = null)
    {
        services.AddOptions<MessageSyncOptions>().BindConfiguration(MessageSyncOptions.Section)
            .Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<MessageSyncOptions>, MessageSyncOptionsValidator>());
        if (services.Any(service => service.ServiceType == typeof(HintHub))) return services;

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<MessageSyncOptions>>().Value);
        services.AddSingleton(provider =>
        {
            var hub = new HintHub(
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<FrontEndMetrics>());
            provider.GetService<IHostApplicationLifetime>()?.ApplicationStopping.Register(hub.Stop);
            return hub;
        });
        services.AddSingleton<IFrontEnd>(provider => provider.GetRequiredService<HintHub>());
        services.TryAddSingleton<ISignals>(provider => provider.GetRequiredService<HintHub>());
        services.AddSingleton<FrontEndMetrics>();
        services.AddSingleton<InboxWaits>();
        services.AddSingleton<InboxStreams>();
        services.AddSingleton<IMessageSync, MessageSyncClient>();
        return services;
    }

    /// <summary>Adds the <see cref="GrainHost"/> that grains of this process stand on: for whoever hosts them. A store has
    /// to be added as well. Calling it twice changes nothing.</summary>
    /// <param name="services">The host's services.</param>
    /// <returns>The same collection, for chaining.</returns>
    public static IServiceCollection AddMessageSyncGrains(this IServiceCollection services)
    {
        services.AddOptions<GroupCommitOptions>().BindConfiguration(MessageSyncOptions.Section + ":GroupCommit")
            .ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<GroupCommitOptions>, GroupCommitOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GrainHost>();
        services.TryAddSingleton(provider => provider.GetRequiredService<GrainHost>().Store.Settings);
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
