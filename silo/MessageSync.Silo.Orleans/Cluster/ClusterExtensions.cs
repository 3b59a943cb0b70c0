using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using MessageSync.Http;
using MessageSync.Storage;
using MessageSync.Storage.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using StackExchange.Redis;

namespace MessageSync.Silo.Orleans.Cluster;

/// <summary>Makes a silo a member of the configured cluster.</summary>
internal static class ClusterExtensions
{
    private const string Driver = "Npgsql";

    /// <summary>Membership, addresses and, on PostgreSQL, the storage for grains that a backend adds.</summary>
    /// <exception cref="StoreStartException">The configuration does not fit together.</exception>
    public static ISiloBuilder UseConfiguredCluster(this ISiloBuilder silo)
    {
        var configured = new SiloClusterOptions();
        silo.Configuration.GetSection(SiloClusterOptions.Section).Bind(configured);
        var faults = new List<ValidationResult>();
        if (!Validator.TryValidateObject(configured, new(configured), faults, validateAllProperties: true))
            throw new StoreStartException(string.Join(' ', faults.Select(fault => fault.ErrorMessage)));

        silo.Services.AddSingleton(Options.Create(configured));
        var isPostgres = silo.Configuration[SiloStorage.Setting] == SiloStorage.Postgres;
        if (!configured.IsAlone && !isPostgres)
        {
            throw new StoreStartException(
                $"The silos of a cluster share one store: say --storage {SiloStorage.Postgres} and --connection.");
        }

        if (configured.Grains.Length > 0) silo.AddGrainsOf(configured.Grains);
        silo.UseMembership(configured).UseAddress(configured);
        if (!configured.IsAlone) silo.Services.AddWatch<MembershipWatch>();
        return isPostgres ? silo.AddClusterTables() : silo;
    }

    /// <summary>The tables of the cluster in the database of the store, and grain storage there as the default.</summary>
    public static ISiloBuilder AddClusterTables(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, ClusterTables>();
        silo.Services.AddWatch<ClockWatch>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
            provider => provider.GetRequiredService<ClockWatch>());
        silo.AddAdoNetGrainStorageAsDefault(options => options.Configure<IOptions<PostgresStoreOptions>>((storage, postgres) =>
            (storage.Invariant, storage.ConnectionString) = (Driver, ConnectionString(postgres.Value))));
        return silo;
    }

    /// <summary>The store's database, with the schema of the cluster's tables.</summary>
    public static string ConnectionString(PostgresStoreOptions postgres) =>
        new NpgsqlConnectionStringBuilder(postgres.ConnectionString)
        {
            SearchPath = ClusterTables.SchemaOf(postgres),
            MaxPoolSize = 8,
            ApplicationName = "messagesync-cluster",
        }.ConnectionString;

    private static ISiloBuilder UseMembership(this ISiloBuilder silo, SiloClusterOptions configured)
    {
        // A dead silo is known as such after three of these: what it owned has to be reachable within 10 s.
        silo.Configure<ClusterMembershipOptions>(membership =>
            (membership.ProbeTimeout, membership.NumMissedProbesLimit) = (TimeSpan.FromSeconds(2), 3));
        // Where all died, a new silo waits for the old ones until they said nothing for three of these.
        silo.Configure<ClusterMembershipOptions>(membership => membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10));
        silo.Configure<ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = configured.ClusterId);
        if (configured.IsAlone) return silo.UseLocalhostClustering();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, MembershipKeeper>();
        silo.Configure<ClusterMembershipOptions>(membership => membership.TableRefreshTimeout = MembershipKeeper.Every);
        if (configured.Membership == SiloClusterOptions.Postgres)
        {
            return silo.UseAdoNetClustering(options => options.Configure<IOptions<PostgresStoreOptions>>((membership, postgres) =>
                (membership.Invariant, membership.ConnectionString) = (Driver, ConnectionString(postgres.Value))));
        }
        var uri = new Uri(configured.Membership);
        var redis = ConfigurationOptions.Parse($"{uri.Host}:{(uri.IsDefaultPort ? 6379 : uri.Port)}");
        redis.Ssl = uri.Scheme == "rediss";
        if (uri.UserInfo.Split(':', 2) is [var user, var password])
            (redis.User, redis.Password) = (user.Length == 0 ? null : Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        return silo.UseRedisClustering(options => options.ConfigurationOptions = redis);
    }

    private static void UseAddress(this ISiloBuilder silo, SiloClusterOptions configured)
    {
        var (port, gateway) = (PortOf(configured.SiloPort), PortOf(configured.GatewayPort));
        if (configured.IsAlone || configured.Address.Length > 0)
        {
            var address = configured.Address.Length > 0 ? IPAddress.Parse(configured.Address) : IPAddress.Loopback;
            silo.ConfigureEndpoints(address, port, gateway);
        }
        else silo.ConfigureEndpoints(port, gateway, listenOnAnyHostAddress: true);
        if (!configured.IsAlone) return;

        silo.Configure<DevelopmentClusterMembershipOptions>(
            membership => membership.PrimarySiloEndpoint = new(IPAddress.Loopback, port));
    }

    private static void AddWatch<T>(this IServiceCollection services) where T : Watch
    {
        services.AddSingleton<T>();
        services.AddSingleton<IReadinessWarning>(provider => provider.GetRequiredService<T>());
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }

    private static int PortOf(int configured)
    {
        if (configured != 0) return configured;

        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
