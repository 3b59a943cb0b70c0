using System.Collections.Immutable;
using System.Net;
using MessageSync.Orleans.Hosting;
using MessageSync.Storage.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Orleans.Tests.Hosting;

public sealed class LastCallsTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_silo_whose_grains_have_left_forwards_calls_for_a_second()
    {
        var stopping = StopAsync(SiloStatus.ShuttingDown, SiloStatus.Active);

        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(stopping.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await stopping;
    }

    [Fact]
    public void The_last_silo_stops_at_once() =>
        Assert.True(StopAsync(SiloStatus.ShuttingDown, SiloStatus.Dead).IsCompletedSuccessfully);

    [Fact]
    public async Task A_silo_that_has_to_hurry_does_not_wait()
    {
        using var hurry = new CancellationTokenSource();
        var stopping = StopAsync(hurry.Token, SiloStatus.ShuttingDown, SiloStatus.Active);

        hurry.Cancel();

        await stopping;
    }

    private Task StopAsync(params SiloStatus[] silos) => StopAsync(CancellationToken.None, silos);

    private Task StopAsync(CancellationToken ct, params SiloStatus[] silos)
    {
        var lifecycle = new Lifecycle();
        var services = new ServiceCollection().AddSingleton<IClusterMembershipService>(new Membership(silos)).BuildServiceProvider();
        new LastCalls(new(services), _clock).Participate(lifecycle);
        return lifecycle.Subscribed!.OnStop(ct);
    }

    private sealed class Lifecycle : ISiloLifecycle
    {
        public ILifecycleObserver? Subscribed { get; private set; }

        public int HighestCompletedStage => 0;

        public int LowestStoppedStage => 0;

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            Assert.Equal(ServiceLifecycleStage.GrainDirectoryShutdown, stage);
            Subscribed = observer;
            return new CancellationTokenSource();
        }
    }

    private sealed class Membership(SiloStatus[] silos) : IClusterMembershipService
    {
        public ClusterMembershipSnapshot CurrentSnapshot { get; } = new(
            silos.Select((status, i) => new ClusterMember(SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111 + i), 1), status, "silo"))
                .ToImmutableDictionary(silo => silo.SiloAddress), new(1));

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

        public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();
    }
}
