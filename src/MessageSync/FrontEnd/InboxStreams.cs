using MessageSync.Grains;
using MessageSync.Inboxes;

namespace MessageSync.FrontEnd;

/// <summary>Opens streams.</summary>
internal sealed class InboxStreams(
    IGrains grains, HintHub hub, MessageSyncOptions options, TimeProvider clock, FrontEndMetrics metrics)
{
    /// <summary>Opens one; an older one of the same device ends.</summary>
    /// <param name="owner">Whose Inbox.</param>
    /// <param name="device">Whose stream.</param>
    /// <param name="asked">Where to go on; null for what the device acked.</param>
    /// <param name="stopping">Ends it: the host stops.</param>
    /// <param name="ct">Gives up: a reader who has gone, whose request comes late, ends nobody's stream.</param>
    public async Task<Answer<IInboxStream>> OpenAsync(
        UserId owner, DeviceId device, InboxCursor? asked, CancellationToken stopping, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (hub.Open(owner, device, options.WaitsMax) is not { } waiter)
            return new Refusal.RateLimited(TimeSpan.FromSeconds(1));

        try
        {
            var inbox = grains.Inbox(owner);
            waiter.Number(await inbox.OpenStreamAsync(device, clock.GetUtcNow(), grains.Address(hub)).WaitAsync(ct));
            return new InboxStream(inbox, new(grains, hub, waiter, clock), device, asked, clock, metrics, stopping);
        }
        catch
        {
            waiter.Dispose();
            throw;
        }
    }
}
