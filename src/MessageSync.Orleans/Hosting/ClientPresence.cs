using MessageSync.Grains;
using MessageSync.Orleans.Grains;
using Microsoft.Extensions.Hosting;

namespace MessageSync.Orleans.Hosting;

/// <summary>Says now and then to a silo that this client is there, so that signals reach its streams.</summary>
internal sealed class ClientPresence(
    IGrainFactory factory, IGrains grains, IFrontEnd frontEnd, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        do
        {
            try
            {
                await factory.GetGrain<ISignalGrain>(0).RenewAsync((IOrleansHints)grains.Address(frontEnd));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The cluster cannot be reached: until it can, signals are lost.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
