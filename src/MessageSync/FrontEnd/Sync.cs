using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync;

/// <summary>What a device asks of its Inbox.</summary>
public sealed record SyncQuery
{
    /// <summary>Where to go on; null for what the device acked, else for the beginning.</summary>
    public string? Cursor { get; init; }

    /// <summary>0 to <see cref="Limits.SyncPageMax"/> entries.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>How long to wait for the first entry, 0 to 60 s.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>A position that the device has for sure, applied first; null for none.</summary>
    public string? Ack { get; init; }
}

/// <summary>Entries of an Inbox, completely covering the range up to <paramref name="Cursor"/>.</summary>
/// <param name="Entries">Oldest first.</param>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Head">The position after the last entry of all.</param>
/// <param name="More">Entries exist after <paramref name="Cursor"/>.</param>
/// <param name="Reset">Null when the device simply goes on.</param>
/// <param name="Epoch">The life of the store.</param>
public sealed record SyncReply(
    IReadOnlyList<Delivery> Entries, string Cursor, string Head, bool More, ResetNotice? Reset, Epoch Epoch);

/// <summary>The device follows the procedure for this reason (docs of the API, section 4).</summary>
/// <param name="Reason">Why.</param>
/// <param name="Floor">The cursor after which everything is kept.</param>
public sealed record ResetNotice(ResetReason Reason, string Floor);

/// <summary>One entry as delivered.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it: a device that is elsewhere missed something.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Conversation">Where it happened; null for a notification.</param>
/// <param name="Content">What it says.</param>
/// <param name="Message">Of a message, its present state.</param>
public sealed record Delivery(
    string Cursor, string Previous, DateTimeOffset At, ConversationId? Conversation, EntryContent Content,
    Message? Message);

/// <summary>The devices of a user.</summary>
/// <param name="Devices">By id.</param>
public sealed record DeviceList(IReadOnlyList<ShownDevice> Devices);

/// <summary>One device as shown.</summary>
/// <param name="Device">Which.</param>
/// <param name="AckedCursor">What it has for sure; null before its first ack.</param>
/// <param name="LastSeenAt">Its last sync, ack or stream.</param>
public sealed record ShownDevice(DeviceId Device, string? AckedCursor, DateTimeOffset LastSeenAt);
