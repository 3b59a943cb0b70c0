using MessageSync.Hosting;
using MessageSync.Inboxes;
using MessageSync.Storage;
using Microsoft.Extensions.Logging;

namespace MessageSync.Orleans.Hosting;

/// <summary>Opens the store before the silo takes calls, announces while it is active, takes over what other silos leave when
/// they die, and closes the store when its grains are gone. Grains are retired by Orleans.</summary>
internal sealed class SiloGrains(
    GrainHost host, SiloOffers offers, ActiveGrains active, TimeProvider clock, ILogger<SiloGrains> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IHostedGrains, IDisposable
{
    /// <summary>What a dead silo left has to reach everybody within 10 s.</summary>
    private static readonly TimeSpan s_takeOverEvery = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _stopping = new();
    private Task _takingOver = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(
            nameof(SiloGrains), ServiceLifecycleStage.RuntimeStorageServices, host.OpenAsync, _ => host.CloseAsync());
        lifecycle.Subscribe(nameof(SiloGrains), ServiceLifecycleStage.Active, StartAsync, StopAsync);
    }

    public (int Timelines, int Inboxes) Active => active.Count;

    public Task OfferAsync(UserId owner, IReadOnlyList<Offer> forThem) => offers.OfferAsync(owner, forThem);

    public void Retire(TimeSpan idle)
    {
        // Orleans does: see the options of its grain collection.
    }

    public void Dispose() => _stopping.Dispose();

    private Task StartAsync(CancellationToken ct)
    {
        host.Start(this);
        _takingOver = TakeOverAsync();
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken ct)
    {
        _stopping.Cancel();
        await _takingOver;
        await host.StopAsync();
    }

    /// <summary>The store knows who is dead: whoever gets the lock of a writer fences it, so exactly one takes over.</summary>
    private async Task TakeOverAsync()
    {
        using var timer = new PeriodicTimer(s_takeOverEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token)) await TryTakeOverAsync();
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task TryTakeOverAsync()
    {
        try
        {
            await host.TakeOverAsync(_stopping.Token);
        }
        catch (StoreUnavailableException)
        {
            // The store tells of it itself, once.
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.TakeOverInterrupted(failure);
        }
    }
}
