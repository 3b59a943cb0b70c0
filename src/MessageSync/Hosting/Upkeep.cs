using MessageSync.FanOut;
using MessageSync.Grains;
using MessageSync.Storage;
using Microsoft.Extensions.Logging;

namespace MessageSync.Hosting;

/// <summary>What has to be done now and then: the journal is cleared, lags are tried again, idle grains are retired, aged
/// entries swept. An idle host writes nothing.</summary>
internal sealed class Upkeep(
    IHostedGrains grains, GrainServices services, Lags lags, StoreWriters writers, ILogger<Upkeep> logger)
    : IAsyncDisposable
{
    private const int SweepRows = 500;

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _loops = [];

    public void Start()
    {
        _loops.Add(EveryAsync(TimeSpan.FromSeconds(1), writers.ClearJournalsAsync));
        _loops.Add(EveryAsync(TimeSpan.FromSeconds(3), DrainLagsAsync));
        _loops.Add(EveryAsync(TimeSpan.FromSeconds(15), RetireAsync));
        _loops.Add(EveryAsync(TimeSpan.FromMinutes(1), SweepAsync));
    }

    public async ValueTask DisposeAsync()
    {
        _stopping.Cancel();
        await Task.WhenAll(_loops);
        _stopping.Dispose();
    }

    private Task DrainLagsAsync() => Task.WhenAll(lags.All.Select(
        lag => TryAsync(() => lags.DrainAsync(
            lag.Owner, lag.Conversation, offers => grains.OfferAsync(lag.Owner, offers)))));

    private Task RetireAsync()
    {
        grains.Retire(services.Options.IdleTimeout);
        services.FanOut.Retire();
        return Task.CompletedTask;
    }

    private async Task SweepAsync()
    {
        var oldest = services.Now - services.Options.InboxKept;
        // Inboxes that are written to trim themselves, and always have a few more.
        var bounds = new InboxBounds(services.Options.InboxEntriesMax + (2 * InboxGrain.TrimSlack), oldest);
        while (!_stopping.IsCancellationRequested)
        {
            // In small steps, between which others write.
            var swept = await services.Inboxes.SweepAsync(bounds, SweepRows, _stopping.Token);
            services.Metrics.Swept(swept);
            if (swept < SweepRows) return;
        }
    }

    private async Task EveryAsync(TimeSpan period, Func<Task> work)
    {
        using var timer = new PeriodicTimer(period, services.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token)) await TryAsync(work);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreOverloadedException)
        {
            // The store tells of it itself, once; the next round tries again.
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.UpkeepInterrupted(failure);
        }
    }
}
