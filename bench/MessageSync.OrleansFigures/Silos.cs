using System.Net;
using System.Net.Sockets;
using MessageSync.Figures;
using MessageSync.Orleans.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Placement;

namespace MessageSync.OrleansFigures;

/// <summary>Silos in this process, over one store, each with ports of its own: what goes from one to another goes through the
/// system's sockets.</summary>
internal sealed class Silos : IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];
    private IHost? _client;

    private Silos() { }

    /// <summary>The front end of one silo, or of a client before several.</summary>
    public IMessageSync Sync => (_client ?? _hosts[0]).Services.GetRequiredService<IMessageSync>();

    /// <summary>Starts them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="data">Of which kind the store is.</param>
    /// <param name="where">Which one.</param>
    /// <param name="atRandom">Grains are made in any silo, not where MessageSync would make them.</param>
    public static async Task<Silos> StartAsync(int count, IData data, string where, bool atRandom = false)
    {
        var silos = new Silos();
        var (primary, gateways) = (FreePort(), new List<int>());
        for (var i = 0; i < count; i++)
        {
            gateways.Add(FreePort());
            silos._hosts.Add(NewSilo(i == 0 ? primary : FreePort(), gateways[i], primary, data, where, atRandom));
            await silos._hosts[i].StartAsync();
        }
        if (count > 1) await (silos._client = NewClient([.. gateways])).StartAsync();
        return silos;
    }

    public async ValueTask DisposeAsync()
    {
        // The first silo keeps the members: it goes last.
        foreach (var host in _hosts.Append(_client).OfType<IHost>().Reverse())
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private static IHost NewSilo(int port, int gateway, int primary, IData data, string where, bool atRandom)
    {
        var builder = NewBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(port, gateway, new IPEndPoint(IPAddress.Loopback, primary)).UseMessageSync());
        data.AddStore(builder.Services, where);
        if (atRandom)
        {
            builder.Services.AddKeyedSingleton<IPlacementDirector, RandomDirector>(typeof(HomePlacement));
            builder.Services.AddKeyedSingleton<IPlacementDirector, RandomDirector>(typeof(PreferLocalPlacement));
        }
        return builder.Build();
    }

    private static IHost NewClient(int[] gateways)
    {
        var builder = NewBuilder();
        builder.UseOrleansClient(client => client.UseLocalhostClustering(gateways).UseMessageSync());
        return builder.Build();
    }

    private static HostApplicationBuilder NewBuilder()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Error);
        return builder;
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    /// <summary>What placement is compared with.</summary>
    private sealed class RandomDirector : IPlacementDirector
    {
        public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
        {
            var silos = context.GetCompatibleSilos(target);
            return Task.FromResult(silos[Random.Shared.Next(silos.Length)]);
        }
    }
}
