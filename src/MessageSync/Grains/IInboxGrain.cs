using MessageSync.Inboxes;

namespace MessageSync.Grains;

/// <summary>The only writer of one user's Inbox, and the door to its entries. Everything that crosses is immutable.</summary>
public interface IInboxGrain
{
    /// <summary>Takes offers; those taken before are passed over. When the task completes, they are durable.</summary>
    /// <param name="offers">Those of one conversation in change order.</param>
    Task OfferAsync(IReadOnlyList<Offer> offers);

    /// <summary>Takes a notification.</summary>
    Task<Answer<NotifyReceipt>> NotifyAsync(EntryContent.Notification notification);

    /// <summary>Reads on from a position.</summary>
    Task<Answer<SyncPage>> SyncAsync(SyncRequest request, CancellationToken ct);

    /// <summary>A device has everything up to a position.</summary>
    Task<Answer<Done>> AckAsync(DeviceId device, InboxCursor cursor);

    /// <summary>The user's devices.</summary>
    Task<IReadOnlyList<DeviceCursor>> DevicesAsync();

    /// <summary>Forgets a device, durably.</summary>
    Task ForgetDeviceAsync(DeviceId device);

    /// <summary>While the lease lasts, <paramref name="hints"/> hears when the Inbox has something new.</summary>
    /// <returns>The user's large groups, whose Timelines tell of their news themselves.</returns>
    Task<IReadOnlyList<ConversationId>> WatchAsync(IHints hints, CancellationToken ct);
}

/// <summary>What a device asks of its Inbox.</summary>
/// <param name="Device">Null where the caller named none.</param>
/// <param name="Asked">Where to go on; null for what the device acked.</param>
/// <param name="Ack">Applied first; null for none.</param>
/// <param name="Limit">0 to <see cref="Limits.SyncPageMax"/>.</param>
public sealed record SyncRequest(DeviceId? Device, InboxCursor? Asked, InboxCursor? Ack, int Limit);
