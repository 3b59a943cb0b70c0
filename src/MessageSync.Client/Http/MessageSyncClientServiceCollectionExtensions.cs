using MessageSync.Client;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the client of MessageSync to a program.</summary>
public static class MessageSyncClientServiceCollectionExtensions
{
    private const string HttpClientName = "MessageSync.Client";

    /// <summary>
    /// Adds <see cref="MessageSyncApi"/> and, where <see cref="MessageSyncClientOptions.User"/> is given,
    /// <see cref="DeviceSession"/>, both once for the program. Whoever runs the session calls
    /// <see cref="DeviceSession.RunAsync"/>. Called twice, the options of both calls count, the later ones more.
    /// </summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configure">At least address and token.</param>
    /// <returns>The HTTP client, for handlers of one's own.</returns>
    public static IHttpClientBuilder AddMessageSyncClient(
        this IServiceCollection services, Action<MessageSyncClientOptions> configure)
    {
        services.AddOptions<MessageSyncClientOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor
            .Singleton<IValidateOptions<MessageSyncClientOptions>, MessageSyncClientOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<MessageSyncClientOptions>>().Value;
            var clients = provider.GetRequiredService<IHttpClientFactory>();
            return new MessageSyncApi(
                () => clients.CreateClient(HttpClientName), options.Token!, options.Api,
                provider.GetRequiredService<TimeProvider>());
        });
        services.TryAddSingleton(provider =>
            provider.GetRequiredService<IOptions<MessageSyncClientOptions>>().Value.Store?.Invoke(provider)
            ?? throw new InvalidOperationException("A backend has no device: User and Store are not given."));
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<MessageSyncClientOptions>>().Value;
            return new DeviceSession(
                options.User!, provider.GetRequiredService<IDeviceStore>(),
                provider.GetRequiredService<MessageSyncApi>(), options.Session, provider.GetRequiredService<TimeProvider>(),
                provider.GetService<ILogger<DeviceSession>>());
        });
        return services.AddHttpClient(HttpClientName, (provider, http) =>
        {
            var options = provider.GetRequiredService<IOptions<MessageSyncClientOptions>>().Value;
            var address = options.BaseAddress!.AbsoluteUri;
            http.BaseAddress = new(address.EndsWith('/') ? address : address + "/");
            http.Timeout = Timeout.InfiniteTimeSpan;   // every wait has an end of its own
        });
    }
}
