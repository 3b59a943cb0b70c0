using System.Collections.Concurrent;
using MessageSync.Grains;
using MessageSync.Orleans.Grains;

namespace MessageSync.Orleans.Hosting;

/// <summary>The front ends that this silo tells signals to, and of silos that go: its own, and those of clients that said
/// they are there, each as long as its lease lasts. Thread-safe.</summary>
internal sealed class LocalFrontEnds(IFrontEnd own, TimeProvider clock)
{
    /// <summary>How long a client is told; it renews sooner.</summary>
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(75);

    private readonly ConcurrentDictionary<IOrleansHints, long> _clients = new();

    /// <summary>A client is there.</summary>
    public void Renew(IOrleansHints client) => _clients[client] = clock.GetTimestamp();

    /// <summary>Tells the open streams.</summary>
    public void Tell(UserId[] users, Signal signal)
    {
        own.Tell(users, signal);
        foreach (var client in Clients()) client.Signalled(users, signal);
    }

    /// <summary>A silo has gone, and what it had in memory.</summary>
    public void GrainsMoved()
    {
        own.GrainsMoved();
        foreach (var client in Clients()) client.GrainsMoved();
    }

    private IEnumerable<IOrleansHints> Clients()
    {
        foreach (var (client, since) in _clients)
        {
            if (clock.GetElapsedTime(since) <= s_lease) yield return client;
            else _clients.TryRemove(new(client, since));
        }
    }
}
