using System.Net;
using Npgsql;
using Orleans.Configuration;
using StackExchange.Redis;

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
            { } redis => client.UseRedisClustering(membership => membership.ConfigurationOptions = Redis(new(redis))),
        };
    }

    /// <summary>Of <c>redis://user:password@host:port</c>; <c>rediss</c> is the same over TLS.</summary>
    private static ConfigurationOptions Redis(Uri uri)
    {
        var redis = ConfigurationOptions.Parse($"{uri.Host}:{(uri.IsDefaultPort ? 6379 : uri.Port)}");
        redis.Ssl = uri.Scheme == "rediss";
        if (uri.UserInfo.Split(':', 2) is [var user, var password])
            (redis.User, redis.Password) = (user.Length == 0 ? null : Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        return redis;
    }
}
