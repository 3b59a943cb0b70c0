using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Messaging;

namespace MessageSync.Orleans.Hosting;

/// <summary>How a client comes to its cluster: it tries for a while, since silos may be starting too, and then says in one
/// sentence what to look at.</summary>
internal sealed class ClusterConnecting(
    IOptions<ClusterOptions> cluster, TimeProvider clock, ILogger<ClusterConnecting> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private long? _since;

    /// <exception cref="ConnectionFailedException">It took too long. The message is for the person who started the
    /// client.</exception>
    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (_since is not { } since)
        {
            logger.ClusterAwaited(cluster.Value.ClusterId);
            _since = clock.GetTimestamp();
        }
        else if (clock.GetElapsedTime(since) > s_patience)
        {
            throw new ConnectionFailedException(
                $"No silo of cluster '{cluster.Value.ClusterId}' lets this client in: see that silos run, that they can be reached "
                + "from here, and that they are of the same cluster id.", exception);
        }
        await Task.Delay(s_pause, clock, cancellationToken);
        return true;
    }
}
