using System.Globalization;
using System.Text;
using MessageSync.Orleans.Processes.Tests.Support;
using MessageSync.Silo.Orleans.Cluster;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace MessageSync.Tests;

/// <summary>Two silos, each a process, seen from a client of their cluster in this one: for the suites that are written for
/// one process.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly SiloPair _silos;
    private readonly IHost _client;

    private TestHost(SiloPair silos, IHost client) => (_silos, _client) = (silos, client);

    public IMessageSync Sync => _client.Services.GetRequiredService<IMessageSync>();

    public static async Task<TestHost> StartAsync(Action<MessageSyncOptions>? configure = null)
    {
        var silos = await SiloPair.StartAsync(Settings(configure));
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleansClient(client => client
            .UseMessageSync(configure)
            .Configure<ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = new SiloClusterOptions().ClusterId)
            .UseAdoNetClustering(membership => (membership.Invariant, membership.ConnectionString) =
                ("Npgsql", ClusterExtensions.ConnectionString(new() { ConnectionString = silos.Connection }))));
        var host = builder.Build();
        await host.StartAsync();
        return new(silos, host);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync();
        _client.Dispose();
        await _silos.DisposeAsync();
    }

    public static Caller As(string user, string device = "phone") => new(new(user), new DeviceId(device));

    public static MessageBody Text(string text) =>
        new(Encoding.UTF8.GetBytes(text), IsText: true, MessageBody.DefaultContentType);

    /// <summary>What was configured, for a command line.</summary>
    private static IEnumerable<string> Settings(Action<MessageSyncOptions>? configure)
    {
        var (usual, configured) = (new MessageSyncOptions(), new MessageSyncOptions());
        configure?.Invoke(configured);
        return
            from option in typeof(MessageSyncOptions).GetProperties()
            where option.CanWrite && !Equals(option.GetValue(usual), option.GetValue(configured))
            let value = Convert.ToString(option.GetValue(configured), CultureInfo.InvariantCulture)
            select $"--{MessageSyncOptions.Section}:{option.Name}={value}";
    }
}
