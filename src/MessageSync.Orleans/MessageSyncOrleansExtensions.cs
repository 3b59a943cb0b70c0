using MessageSync;
using MessageSync.Grains;
using MessageSync.Orleans.Grains;
using MessageSync.Orleans.Hosting;
using MessageSync.Orleans.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Configuration;
using Orleans.Serialization.Serializers;

namespace Orleans.Hosting;

/// <summary>Adds MessageSync to an Orleans cluster.</summary>
public static class MessageSyncOrleansExtensions
{
    /// <summary>The silo hosts Timelines and Inboxes, and has <see cref="IMessageSync"/> itself. A store that several
    /// processes share has to be added to its services as well (<c>AddPostgresStore</c>); the same one in every silo. Calling
    /// it twice changes nothing.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configure">Changes limits; they can also be given in the section
    /// <see cref="MessageSyncOptions.Section"/> of the configuration.</param>
    /// <returns>The same silo, for chaining.</returns>
    public static ISiloBuilder UseMessageSync(this ISiloBuilder silo, Action<MessageSyncOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(silo);

        silo.Services.AddClusterFrontEnd(configure).AddMessageSyncGrains();
        if (silo.Services.Any(service => service.ServiceType == typeof(ActiveGrains))) return silo;

        silo.Services.AddSingleton<ActiveGrains>();
        silo.Services.AddSingleton<Homes>();
        silo.Services.AddSingleton<SiloOffers>();
        silo.Services.AddSingleton<SiloServices>();
        silo.Services.AddSingleton<LocalFrontEnds>();
        silo.Services.AddSingleton<IIncomingGrainCallFilter, GrainFailures>();
        silo.Services.AddPlacementDirector<HomePlacement, HomePlacementDirector>();
        silo.AddGrainService<SiloService>();
        silo.Services.AddSingleton<SiloGrains>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
            provider => provider.GetRequiredService<SiloGrains>());
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, DepartingSilos>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, LastCalls>();
        silo.Services.AddSingleton<GrainRetirement>();
        silo.Services.AddSingleton<IConfigureOptions<GrainCollectionOptions>>(
            provider => provider.GetRequiredService<GrainRetirement>());
        return silo;
    }

    /// <summary>The client has <see cref="IMessageSync"/>, whose grains are in the cluster; it needs no store. Calling it
    /// twice changes nothing.</summary>
    /// <param name="client">The client.</param>
    /// <param name="configure">Changes limits, as for a silo.</param>
    /// <returns>The same client, for chaining.</returns>
    public static IClientBuilder UseMessageSync(this IClientBuilder client, Action<MessageSyncOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(client);

        client.Services.AddClusterFrontEnd(configure);
        if (client.Services.Any(service => service.ImplementationType == typeof(ClientPresence))) return client;

        client.Services.AddHostedService<ClientPresence>();
        // Whoever chose another way to wait for the cluster keeps it.
        var waits = client.Services.LastOrDefault(service => service.ServiceType == typeof(IClientConnectionRetryFilter));
        if (waits is null || waits.ImplementationType?.Assembly == typeof(IClientConnectionRetryFilter).Assembly)
            client.Services.AddSingleton<IClientConnectionRetryFilter, ClusterConnecting>();
        return client;
    }

    private static IServiceCollection AddClusterFrontEnd(
        this IServiceCollection services, Action<MessageSyncOptions>? configure)
    {
        services.TryAddSingleton<ISignals, ClusterSignals>();
        services.AddMessageSyncFrontEnd(configure);
        if (services.Any(service => service.ServiceType == typeof(ReadOnlyLists))) return services;

        services.AddSingleton<IGrains, OrleansGrains>();
        services.AddSingleton<IOutgoingGrainCallFilter, CallFailures>();
        return services.AddWireTypes();
    }

    internal static IServiceCollection AddWireTypes(this IServiceCollection services)
    {
        services.AddSingleton<ReadOnlyLists>();
        services.AddSingleton<ISpecializableCodec>(provider => provider.GetRequiredService<ReadOnlyLists>());
        services.AddSingleton<ISpecializableCopier>(provider => provider.GetRequiredService<ReadOnlyLists>());
        return services.Configure<TypeManifestOptions>(WireTypes.Register);
    }
}
