using System.Net;
using Npgsql;
using Orleans.Configuration;

namespace Backend;

internal static class Cluster
{
    /// <summary>Joins the cluster of <c>silo/MessageSync.Silo.Orleans</c>: the silo on this machine, or whichever silos the
    /// membership knows. The options are named as the silo's.</summary>
    public static IClientBuilder JoinCluster(this IClientBuilder client)
    {
        var settings = client.Configuration;
        client.Configure<ClusterOptions>(
            cluster => cluster.ClusterId = cluster.ServiceId = settings["ClusterId"] ?? "messagesync");
        return settings["membership"] switch
        {
            null => client.UseStaticClustering(
                IPEndPoint.Parse(settings["Gateway"] ?? $"127.0.0.1:{EndpointOptions.DEFAULT_GATEWAY_PORT}")),
            "postgres" => client.UseAdoNetClustering(membership =>
            {
                membership.Invariant = "Npgsql";
                membership.ConnectionString =
                    new NpgsqlConnectionStringBuilder(settings["connection"]) { SearchPath = "messagesync_cluster" }.ConnectionString;
            }),
            { } redis => client.UseRedisClustering(redis.Replace("redis://", "", StringComparison.Ordinal)),
        };
    }
}
