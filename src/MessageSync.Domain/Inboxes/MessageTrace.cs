using System.Text.Json.Serialization;
using MessageSync.Timelines;

namespace MessageSync.Inboxes;

/// <summary>Where one message stands for one user and device: the facts of an <see cref="Explanation"/>.</summary>
/// <param name="User">Whose Inbox.</param>
/// <param name="Device">Which device; null where only the user is asked about.</param>
/// <param name="Known">What the Inbox knows of the device; null when it never came, or was forgotten.</param>
/// <param name="Stays">When the user was a member; empty for a stranger.</param>
/// <param name="IsVisible">The user sees the message.</param>
/// <param name="IsHidden">The user hid it.</param>
/// <param name="Message">The message in its present state.</param>
/// <param name="IsLarge">The user is in, and the group is large or was.</param>
/// <param name="Epoch">The life of the store.</param>
/// <param name="Head">The last place of the Inbox.</param>
/// <param name="Floor">The last place that was dropped, or is beyond the bounds.</param>
/// <param name="OldestAt">The time of the oldest entry that is served; null when there is none.</param>
/// <param name="Entry">The entry that brought the message; null when it is not there.</param>
/// <param name="Instruction">The entry of its newest edit or recall; null when there is none.</param>
/// <param name="Advanced">The entry that tells of the large group; null when there is none.</param>
/// <param name="Kept">How long entries are served.</param>
/// <param name="KeptSince">Entries of before that time are not served.</param>
/// <param name="EntriesMax">How many entries are served.</param>
public sealed record MessageTrace(
    UserId User, DeviceId? Device, DeviceCursor? Known, IReadOnlyList<MemberInterval> Stays, bool IsVisible, bool IsHidden,
    Message Message, bool IsLarge, Epoch Epoch,
    InboxSeqNo Head, InboxSeqNo Floor, DateTimeOffset? OldestAt, InboxEntry? Entry, InboxEntry? Instruction,
    InboxEntry? Advanced, TimeSpan Kept, DateTimeOffset KeptSince, int EntriesMax)
{
    /// <summary>The conversation.</summary>
    [JsonIgnore]
    public ConversationId Conversation => Message.Conversation;

    /// <summary>The user was a member when it was sent.</summary>
    [JsonIgnore]
    public bool WasMember => Stays.Any(stay => stay.Sees(Message.Seq).Contains(Message.Seq));

    /// <summary>The device acked the entry.</summary>
    [JsonIgnore]
    public bool IsAcked => Entry is { } entry && Known?.Acked is { } acked && acked.Epoch == Epoch && acked.Seq >= entry.Seq;
}
