using System.Collections.Concurrent;
using MessageSync.Inboxes;
using MessageSync.Orleans.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Orleans.Hosting;

/// <summary>
/// Brings offers to Inboxes: to one that is active in this silo directly, else in batches to the silo that is its home. A
/// home may be wrong; whoever is not found there is called in the ordinary way, which is always right. Thread-safe.
/// </summary>
internal sealed class SiloOffers(
    ActiveGrains active, Homes homes, ILocalSiloDetails self, IGrainFactory factory, IServiceProvider services,
    TimeProvider clock)
{
    /// <summary>A sick Inbox holds up its batch for no longer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<SiloAddress, OfferLane> _lanes = new();

    /// <summary>As <see cref="MessageSync.Grains.IInboxGrain.OfferAsync"/> of the owner.</summary>
    public Task OfferAsync(UserId owner, IReadOnlyList<Offer> offers)
    {
        if (active.Find(owner) is { } inbox) return inbox.OfferDirectlyAsync(offers);

        return homes.Of(owner.Value) is { } home && !home.Equals(self.SiloAddress)
            ? _lanes.GetOrAdd(home, NewLane).OfferAsync(owner, offers)
            : CallAsync(owner, offers);
    }

    /// <summary>Takes a batch that another silo brings.</summary>
    /// <returns>The indices of those that were not taken.</returns>
    /// <remarks>An Inbox goes on storing on the scheduler that it was offered something on. That of the silo's service does one
    /// thing at a time, for all of them: they are taken to the thread pool.</remarks>
    public Task<int[]> TakeAsync(InboxOffers[] batch) => Task.Run(() => TakeHereAsync(batch));

    private async Task<int[]> TakeHereAsync(InboxOffers[] batch)
    {
        var taken = batch.Select(TryTakeAsync).ToArray();
        try
        {
            await Task.WhenAll(taken).WaitAsync(s_patience, clock);
        }
        catch (TimeoutException)
        {
            // The rest is offered once more, by ordinary calls: an Inbox knows what it was told.
        }
        return [.. Enumerable.Range(0, batch.Length).Where(i => taken[i] is not { IsCompleted: true, Result: true })];
    }

    private async Task<bool> TryTakeAsync(InboxOffers one)
    {
        try
        {
            await (active.Find(one.Owner)?.OfferDirectlyAsync(one.Offers) ?? CallAsync(one.Owner, one.Offers));
            return true;
        }
        catch (Exception)
        {
            return false;   // whoever offers sees it at the ordinary call
        }
    }

    private OfferLane NewLane(SiloAddress silo) => new(
        services.GetRequiredService<SiloServices>().Of(silo), CallAsync, () => _lanes.TryRemove(silo, out _));

    private Task CallAsync(UserId owner, IReadOnlyList<Offer> offers) =>
        factory.GetGrain<IOrleansInboxGrain>(owner.Value).OfferAsync(offers);
}
