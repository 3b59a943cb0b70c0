using MessageSync.Timelines;

namespace MessageSync.Inboxes;

/// <summary>Why a device cannot simply go on.</summary>
public enum ResetReason
{
    /// <summary>Entries after the asked cursor were dropped.</summary>
    Trimmed,
    /// <summary>The device has no position yet.</summary>
    New,
    /// <summary>The cursor is of another life of the store, or above the head.</summary>
    Epoch,
}

/// <summary>A device has to follow the procedure for this reason.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Floor">The position after which everything is kept; the kept entries follow.</param>
public sealed record Reset(ResetReason Reason, InboxSeqNo Floor);

/// <summary>An entry as shown to a device.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="Message">Of a <c>message</c> entry: the message in its present state.</param>
public sealed record SyncEntry(InboxEntry Entry, InboxSeqNo Previous, Message? Message);

/// <summary>A part of an Inbox: everything after a position, up to <paramref name="Cursor"/>.</summary>
/// <param name="Entries">Oldest first.</param>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Head">The last place of the Inbox.</param>
/// <param name="More">Entries exist after <paramref name="Cursor"/>.</param>
/// <param name="Reset">Null when the device simply goes on.</param>
/// <param name="Epoch">The life of the store.</param>
public sealed record SyncPage(
    IReadOnlyList<SyncEntry> Entries, InboxSeqNo Cursor, InboxSeqNo Head, bool More, Reset? Reset, Epoch Epoch);

/// <summary>Decides where a sync begins.</summary>
public static class SyncStart
{
    /// <summary>The position after which entries are read, and the reset that goes with it.</summary>
    /// <param name="asked">The cursor asked for, else what the device acked; null when there is neither.</param>
    /// <param name="epoch">The present life of the store.</param>
    /// <param name="head">The last place of the Inbox.</param>
    /// <param name="floor">The last place that was dropped.</param>
    public static (InboxSeqNo After, Reset? Reset) Of(
        InboxCursor? asked, Epoch epoch, InboxSeqNo head, InboxSeqNo floor) => asked switch
        {
            null => (floor, new(ResetReason.New, floor)),
            { } cursor when cursor.Epoch != epoch || cursor.Seq > head => (floor, new(ResetReason.Epoch, floor)),
            { } cursor when cursor.Seq < floor => (floor, new(ResetReason.Trimmed, floor)),
            { } cursor => (cursor.Seq, null),
        };
}
