using MessageSync;
using MessageSync.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the HTTP API to a host; <c>MapMessageSync</c> then serves it.</summary>
public static class MessageSyncHttpServiceCollectionExtensions
{
    /// <summary>
    /// Adds what the HTTP API needs: authentication (<see cref="MessageSyncAuthOptions"/>), streams
    /// (<see cref="MessageSyncStreamOptions"/>), development mode (that is the
    /// environment Development) and the OpenAPI document. <c>AddMessageSync</c> must be called as well,
    /// before it: its store is open when development mode reads its key. Calling it twice changes nothing.
    /// </summary>
    /// <param name="services">Where to add it.</param>
    /// <returns>The same collection, for chaining.</returns>
    public static IServiceCollection AddMessageSyncHttp(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(Authenticator))) return services;

        services.AddOptions<MessageSyncAuthOptions>().BindConfiguration(MessageSyncAuthOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MessageSyncAuthOptions>, MessageSyncAuthOptionsValidator>();
        services.AddOptions<MessageSyncStreamOptions>().BindConfiguration(MessageSyncStreamOptions.Section)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<MessageSyncStreamOptions>, MessageSyncStreamOptionsValidator>();
        services.AddSiloClock();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<ISigningKeys>(provider => provider.GetRequiredService<SigningKeys>());
        services.AddSingleton<Authenticator>();
        services.AddSingleton<DevelopmentMode>();
        services.AddSingleton<StreamMetrics>();
        services.AddHostedService<DevelopmentStart>();
        services.AddMessageSyncDescription();
        services.AddRouting();
        return services;
    }

    /// <summary>The clock that development mode can move, wherever the system's would be used.</summary>
    private static void AddSiloClock(this IServiceCollection services)
    {
        services.TryAddSingleton<SiloClock>();
        // Keyed ones, which a cluster adds, lead to this one.
        var others = services
            .Where(service => service.ServiceType == typeof(TimeProvider) && !service.IsKeyedService).ToList();
        if (others.TrueForAll(service => service.ImplementationInstance == TimeProvider.System))
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(
                provider => provider.GetRequiredService<SiloClock>()));
    }
}
