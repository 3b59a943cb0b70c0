using System.Text;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.TestingHost;

namespace MessageSync.Orleans.Tests.Support;

/// <summary>A cluster in this process: silos over one store, and a client that has none.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private Cluster(InProcessTestCluster cluster) => _cluster = cluster;

    /// <summary>The front end of the client.</summary>
    public IMessageSync Client => _cluster.Client.ServiceProvider.GetRequiredService<IMessageSync>();

    /// <summary>The silos, in the order in which they started.</summary>
    public IReadOnlyList<InProcessSiloHandle> Silos => [.. _cluster.Silos];

    public InProcessTestCluster Testing => _cluster;

    /// <summary>Starts one.</summary>
    /// <param name="silos">How many.</param>
    /// <param name="configure">The limits, of silos and client.</param>
    /// <param name="services">More services, of silos and client.</param>
    /// <param name="more">More of the silos; a store of theirs takes the place of the one in memory.</param>
    /// <param name="ofClient">More of the client.</param>
    public static async Task<Cluster> StartAsync(
        short silos, Action<MessageSyncOptions>? configure = null, Action<IServiceCollection>? services = null,
        Action<ISiloBuilder>? more = null, Action<IClientBuilder>? ofClient = null)
    {
        var shared = new SharedStore(new InMemoryStore());
        var builder = new InProcessTestClusterBuilder(silos);
        builder.ConfigureSilo((_, silo) =>
        {
            services?.Invoke(silo.Services);
            more?.Invoke(silo);
            silo.Services.TryAddSingleton<IStoreOpener>(shared);
            silo.UseMessageSync(configure);
        });
        builder.ConfigureClient(client =>
        {
            services?.Invoke(client.Services);
            client.UseMessageSync(configure);
            ofClient?.Invoke(client);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster);
    }

    /// <summary>The front end in a silo.</summary>
    public IMessageSync In(int silo) => Silos[silo].ServiceProvider.GetRequiredService<IMessageSync>();

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopClusterClientAsync();
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }

    public static Caller As(string user, string device = "phone") => new(new(user), new DeviceId(device));

    public static MessageBody Text(string text) =>
        new(Encoding.UTF8.GetBytes(text), IsText: true, MessageBody.DefaultContentType);

    /// <summary>One store in memory for all silos.</summary>
    private sealed class SharedStore(InMemoryStore store) : IStoreOpener
    {
        public Task<IStore> OpenAsync(CancellationToken ct) => Task.FromResult<IStore>(store);
    }
}
