using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;

namespace MessageSync.Silo.Orleans.Cluster;

/// <summary>
/// Looks now and then whether this silo is still written down in the membership. Where that lost its data, silos that come
/// would find nobody and make a cluster of their own: so it writes in again all that it knows, itself too, and then moves
/// the version on above the one that they know, since none of them looks back. In this order: who looks and does not find
/// itself in a newer version takes itself for dead.
/// </summary>
internal sealed partial class MembershipKeeper(
    IServiceProvider services, IOptions<SiloOptions> options, ILocalSiloDetails self, TimeProvider clock,
    ILogger<MembershipKeeper> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>How often silos read the whole membership, too.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly DateTime _started = clock.GetUtcNow().UtcDateTime;
    private Task _keeping = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(MembershipKeeper), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => _stopping.Dispose();

    private Task StartAsync(CancellationToken ct)
    {
        _keeping = KeepAsync(
            services.GetRequiredService<IMembershipTable>(), services.GetRequiredService<IClusterMembershipService>());
        return Task.CompletedTask;
    }

    private Task StopAsync(CancellationToken ct)
    {
        _stopping.Cancel();
        return _keeping;
    }

    private async Task KeepAsync(IMembershipTable table, IClusterMembershipService membership)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token)) await TryLookAsync(table, membership);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task TryLookAsync(IMembershipTable table, IClusterMembershipService membership)
    {
        try
        {
            if (await IsWrittenDownAsync(table)) return;

            Lost(logger, self.SiloAddress);
            var known = membership.CurrentSnapshot;
            await table.InitializeMembershipTableAsync(tryInitTableVersion: true, _stopping.Token);
            await WriteAsync(table, known);
            await membership.Refresh();
            Restored(logger, self.SiloAddress);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Unreachable(logger, failure.Message);
        }
    }

    private async Task<bool> IsWrittenDownAsync(IMembershipTable table)
    {
        try
        {
            return (await table.ReadRowAsync(self.SiloAddress, _stopping.Token)).Members is [var (row, _)]
                && row.ProxyPort == GatewayPort;   // not known to others who wrote it in
        }
        catch (RedisClusteringException)
        {
            return false;   // Redis answers, and knows of no cluster
        }
    }

    /// <summary>Others do the same at the same time: whoever is refused reads again.</summary>
    private async Task WriteAsync(IMembershipTable table, ClusterMembershipSnapshot known)
    {
        var active = known.Members.Values.Where(silo => silo.Status == SiloStatus.Active).ToList();
        while (!_stopping.IsCancellationRequested)
        {
            var read = await table.ReadAllAsync(_stopping.Token);
            var next = read.Version.Next();
            if (active.Find(silo => read.TryGet(silo.SiloAddress) is null) is { } missing)
                await table.InsertRowAsync(Entry(missing.SiloAddress, missing.Name), next, _stopping.Token);
            else if (read.TryGet(self.SiloAddress) is { } own
                && (own.Item1.ProxyPort != GatewayPort || read.Version.Version <= known.Version.Value))
            {
                await table.UpdateRowAsync(
                    Entry(self.SiloAddress, options.Value.SiloName), own.Item2, next, _stopping.Token);
            }
            else return;
        }
    }

    private int GatewayPort => self.GatewayAddress?.Endpoint.Port ?? 0;

    private MembershipEntry Entry(SiloAddress silo, string name) => new()
    {
        SiloAddress = silo,
        SiloName = name,
        HostName = self.DnsHostName,
        ProxyPort = silo.Equals(self.SiloAddress) ? GatewayPort : 0,
        Status = SiloStatus.Active,
        SuspectTimes = [],
        StartTime = _started,
        IAmAliveTime = clock.GetUtcNow().UtcDateTime,
    };

    [LoggerMessage(6001, LogLevel.Warning,
        "The membership has lost its data: silo {Silo} is not in it any more; it writes itself in again, and goes on "
        + "meanwhile")]
    private static partial void Lost(ILogger logger, SiloAddress silo);

    [LoggerMessage(6002, LogLevel.Warning, "Silo {Silo} is in the membership again; nothing that was acknowledged is lost")]
    private static partial void Restored(ILogger logger, SiloAddress silo);

    [LoggerMessage(6003, LogLevel.Debug, "The membership cannot be looked at now: {Said}")]
    private static partial void Unreachable(ILogger logger, string said);
}
