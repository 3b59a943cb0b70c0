using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Orleans.Hosting;

/// <summary>Sees silos go. The Inboxes that were there knew who waits; where they are made anew they know nobody: so whoever
/// waits is told to look, when the silo begins to stop and when it is gone.</summary>
internal sealed class DepartingSilos(IServiceProvider services, LocalFrontEnds frontEnds)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(DepartingSilos), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => _stopping.Dispose();

    /// <summary>True where a silo that was there before has begun to go, or has gone on with it.</summary>
    public static bool HasMoved(
        IReadOnlyDictionary<SiloAddress, SiloStatus> before, IReadOnlyDictionary<SiloAddress, SiloStatus> now) =>
        before.Any(silo => silo.Value is >= SiloStatus.Active and < SiloStatus.Dead
            && now.GetValueOrDefault(silo.Key, SiloStatus.Dead) > silo.Value);

    private Task StartAsync(CancellationToken ct)
    {
        _watching = WatchAsync(services.GetRequiredService<IClusterMembershipService>());
        return Task.CompletedTask;
    }

    private Task StopAsync(CancellationToken ct)
    {
        _stopping.Cancel();
        return _watching;
    }

    private async Task WatchAsync(IClusterMembershipService membership)
    {
        IReadOnlyDictionary<SiloAddress, SiloStatus> known = new Dictionary<SiloAddress, SiloStatus>();
        try
        {
            await foreach (var update in membership.MembershipUpdates.WithCancellation(_stopping.Token))
            {
                var now = update.Members.ToDictionary(silo => silo.Key, silo => silo.Value.Status);
                if (HasMoved(known, now)) frontEnds.GrainsMoved();
                known = now;
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
