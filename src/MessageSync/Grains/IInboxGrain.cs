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

    /// <summary>Hides messages of a conversation from the owner.</summary>
    /// <param name="conversation">Which.</param>
    /// <param name="range">From 1, not reversed.</param>
    /// <param name="unlist">True to keep the conversation out of the list until a newer message.</param>
    Task<Answer<Done>> HideAsync(ConversationId conversation, SeqRange range, bool unlist);

    /// <summary>Marks a conversation unread, or takes the mark away.</summary>
    Task<Answer<Done>> MarkUnreadAsync(ConversationId conversation, bool unread);

    /// <summary>Reads on from a position.</summary>
    Task<Answer<SyncPage>> SyncAsync(SyncRequest request, CancellationToken ct);

    /// <summary>What became of a message for a device of the owner.</summary>
    Task<Answer<Explanation>> ExplainAsync(
        DeviceId? device, ConversationId conversation, SeqNo seq, CancellationToken ct);

    /// <summary>A device has everything up to a position.</summary>
    Task<Answer<Done>> AckAsync(DeviceId device, InboxCursor cursor);

    /// <summary>The user's devices.</summary>
    Task<IReadOnlyList<DeviceCursor>> DevicesAsync();

    /// <summary>Forgets a device, durably.</summary>
    Task ForgetDeviceAsync(DeviceId device);

    /// <summary>While the lease lasts, <paramref name="hints"/> hears when the Inbox has something new.</summary>
    /// <param name="hints">Who hears.</param>
    /// <param name="stream">The device whose stream it is for; null for a wait.</param>
    /// <param name="ofGroups">Large groups are asked for, too; else there are none in the answer.</param>
    /// <param name="ct">Gives up.</param>
    Task<InboxWatch> WatchAsync(IHints hints, DeviceId? stream, bool ofGroups, CancellationToken ct);

    /// <summary>A device opens a stream: the older ones of that device end, also at other watchers.</summary>
    /// <param name="device">Which; it counts as seen.</param>
    /// <param name="asked">When, by the clock of the front end: a call that comes late, to an owner that was replaced
    /// meanwhile, ends no newer stream.</param>
    /// <param name="hints">Hears when this one is to end; as in <see cref="WatchAsync"/>.</param>
    /// <returns>The number of the stream, higher than of those before.</returns>
    Task<long> OpenStreamAsync(DeviceId device, DateTimeOffset asked, IHints hints);

    /// <summary>The owner wants to signal.</summary>
    /// <returns>Null when they may, else how long to wait.</returns>
    Task<SignalPause?> SignalAsync();
}

/// <summary>What is there when watching begins or goes on.</summary>
/// <param name="Head">The last place of the Inbox.</param>
/// <param name="LargeGroups">The user's large groups, whose Timelines tell of their news themselves.</param>
/// <param name="HasGroupNews">The next sync that tells of large groups has something to tell.</param>
/// <param name="Ended">The streams of the device that are over, as a hint may have told; null for none.</param>
public sealed record InboxWatch(
    InboxSeqNo Head, IReadOnlyList<ConversationId> LargeGroups, bool HasGroupNews, EndedStreams? Ended);

/// <summary>Streams of a device that are over.</summary>
/// <param name="Before">Those with a lower number.</param>
/// <param name="Why">Why they end.</param>
public sealed record EndedStreams(long Before, StreamEnd Why);

/// <summary>Too many signals.</summary>
/// <param name="For">How long to wait.</param>
public sealed record SignalPause(TimeSpan For);

/// <summary>What a device asks of its Inbox.</summary>
/// <param name="Device">Null where the caller named none.</param>
/// <param name="Asked">Where to go on; null for what the device acked.</param>
/// <param name="Ack">Applied first; null for none.</param>
/// <param name="Limit">0 to <see cref="Limits.SyncPageMax"/>.</param>
/// <param name="TellsOfGroups">False between the rounds of large groups: they do not write to the Inbox for it.</param>
public sealed record SyncRequest(
    DeviceId? Device, InboxCursor? Asked, InboxCursor? Ack, int Limit, bool TellsOfGroups = true);
