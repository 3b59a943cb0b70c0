using MessageSync.Figures;
using MessageSync.Figures.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;

namespace MessageSync.OrleansFigures;

/// <summary>Real silos as processes on loopback, with their membership in the database, and a client in this process.</summary>
internal sealed class SiloProcesses : IAsyncDisposable
{
    private const string ClusterId = "messagesync";

    private readonly List<SiloProcess> _silos = [];
    private IHost? _client;

    private SiloProcesses() { }

    /// <summary>The front end of the client.</summary>
    public IMessageSync Sync => _client!.Services.GetRequiredService<IMessageSync>();

    /// <summary>Starts them, one after the other.</summary>
    public static async Task<SiloProcesses> StartAsync(int count, PostgresData data, string where)
    {
        var processes = new SiloProcesses();
        for (var i = 0; i < count; i++)
        {
            processes._silos.Add(await SiloProcess.StartProjectAsync(
                "silo/MessageSync.Silo.Orleans",
                [
                    "--membership", "postgres", "--connection", data.In(where),
                    "--MessageSync:Cluster:SiloPort=0", "--MessageSync:Cluster:GatewayPort=0",
                    "--MessageSync:Cluster:Address=127.0.0.1",
                ]));
        }
        await (processes._client = NewClient(data.In(where))).StartAsync();
        return processes;
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is { } client)
        {
            await client.StopAsync();
            client.Dispose();
        }
        foreach (var silo in _silos) await silo.DisposeAsync();
    }

    private static IHost NewClient(string connection)
    {
        var members = new NpgsqlConnectionStringBuilder(connection) { SearchPath = "messagesync_cluster" }.ConnectionString;
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Error);
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = ClusterId)
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", members))
            .UseMessageSync());
        return builder.Build();
    }
}
