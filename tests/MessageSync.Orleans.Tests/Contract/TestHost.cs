using MessageSync.Orleans.Tests.Support;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Tests;

/// <summary>A cluster of two silos, seen from a client that has no store: for the suites that are written for one
/// process.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly Cluster _cluster;

    private TestHost(Cluster cluster) => _cluster = cluster;

    public IMessageSync Sync => _cluster.Client;

    public static async Task<TestHost> StartAsync(
        Action<MessageSyncOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        new(await Cluster.StartAsync(2, configure, services));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    public static Caller As(string user, string device = "phone") => Cluster.As(user, device);

    public static MessageBody Text(string text) => Cluster.Text(text);
}
