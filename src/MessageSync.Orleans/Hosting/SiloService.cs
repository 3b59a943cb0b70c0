using MessageSync.Inboxes;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace MessageSync.Orleans.Hosting;

/// <summary>Offers for one Inbox, in a batch.</summary>
[GenerateSerializer, Immutable, Alias("messagesync.inbox-offers")]
internal readonly record struct InboxOffers([property: Id(0)] UserId Owner, [property: Id(1)] Offer[] Offers);

/// <summary>What silos ask of each other as a whole.</summary>
[Alias("messagesync.ISiloService")]
internal interface ISiloService : IGrainService
{
    /// <summary>Brings offers to Inboxes that are most likely in that silo.</summary>
    /// <returns>The indices of those that were not taken, for whatever reason: they go by an ordinary call.</returns>
    Task<int[]> TakeAsync(InboxOffers[] batch);

    /// <summary>Tells the open streams of that silo and of its clients.</summary>
    [OneWay]
    Task TellAsync(UserId[] users, Signal signal);
}

/// <summary>This silo's part.</summary>
internal sealed class SiloService(
    GrainId id, Silo silo, ILoggerFactory loggers, SiloOffers offers, LocalFrontEnds frontEnds)
    : GrainService(id, silo, loggers), ISiloService
{
    public Task<int[]> TakeAsync(InboxOffers[] batch) => offers.TakeAsync(batch);

    public Task TellAsync(UserId[] users, Signal signal)
    {
        frontEnds.Tell(users, signal);
        return Task.CompletedTask;
    }
}

/// <summary>Finds the service of a silo.</summary>
internal sealed class SiloServices(IServiceProvider services) : GrainServiceClient<ISiloService>(services)
{
    /// <summary>The service of that silo.</summary>
    public ISiloService Of(SiloAddress silo) => GetGrainService(silo);
}
