using System.ComponentModel.DataAnnotations;
using MessageSync.Inboxes;

namespace MessageSync.Http;

/// <summary>What became of a message for a device.</summary>
/// <param name="Sentence">For a support person.</param>
/// <param name="Facts">What it is drawn from.</param>
internal sealed record ExplanationShape(string Sentence, ExplanationFactsShape Facts)
{
    public static ExplanationShape Of(Explanation explanation) =>
        new(explanation.Sentence, ExplanationFactsShape.Of(explanation.Reason, explanation.Trace));
}

/// <summary>The facts of an explanation. What does not apply is null.</summary>
/// <param name="Reason">The sentence in one word.</param>
/// <param name="User">Whose Inbox.</param>
/// <param name="Device">Which device.</param>
/// <param name="Conversation">Where.</param>
/// <param name="Seq">The message.</param>
/// <param name="State">sent, edited or recalled.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="Mutation">Its newest edit or recall.</param>
/// <param name="RecalledBy">Who recalled it.</param>
/// <param name="RecalledAt">When it was recalled.</param>
/// <param name="Visible">The user sees it.</param>
/// <param name="Hidden">The user hid it.</param>
/// <param name="Intervals">When the user was a member: after the first seq up to the second, null for on and on.</param>
/// <param name="LargeGroup">The group is large, or was while the user was in.</param>
/// <param name="Delivered">The device acked it; null where nobody can tell.</param>
/// <param name="EntryCursor">The entry that brought it, while it is in the Inbox.</param>
/// <param name="InstructionCursor">The entry of its newest edit or recall.</param>
/// <param name="AdvancedCursor">The entry that tells of the large group.</param>
/// <param name="AckedCursor">How far the device acked.</param>
/// <param name="LastSeenAt">When the device came last.</param>
/// <param name="Floor">What is before it is dropped.</param>
/// <param name="Head">The end of the Inbox.</param>
/// <param name="OldestAt">The time of the oldest entry that is kept.</param>
internal sealed record ExplanationFactsShape(
    [property: AllowedValues(
        "stranger", "outsideInterval", "hidden", "acked", "inInbox", "beforeJoining", "droppedForAge", "droppedForRoom",
        "largeGroup", "onItsWay")]
    string Reason,
    string User, string? Device, string Conversation, long Seq, string State, DateTimeOffset SentAt, long? Mutation,
    string? RecalledBy, DateTimeOffset? RecalledAt, bool Visible, bool Hidden,
    IReadOnlyList<IReadOnlyList<long?>> Intervals, bool LargeGroup, bool? Delivered, string? EntryCursor,
    string? InstructionCursor, string? AdvancedCursor, string? AckedCursor, DateTimeOffset? LastSeenAt, string Floor,
    string Head, DateTimeOffset? OldestAt)
{
    public static ExplanationFactsShape Of(ExplanationReason reason, MessageTrace trace)
    {
        var message = trace.Message;
        string At(InboxSeqNo seq) => new InboxCursor(trace.Epoch, seq).Text(trace.User);
        string? Of(InboxEntry? entry) => entry is null ? null : At(entry.Seq);

        return new(
            reason.Word(), trace.User.Value, trace.Device?.Value, trace.Conversation.Value, message.Seq.Value, message.State.Word(),
            message.SentAt, message.Mutation == ChangeNo.None ? null : message.Mutation.Value, message.RecalledBy?.Value,
            message.RecalledAt, trace.IsVisible, trace.IsHidden,
            [.. trace.Stays.Select(stay => (IReadOnlyList<long?>)[stay.JoinedAfter.Value, stay.Left?.UpTo.Value])],
            trace.IsLarge, trace.IsAcked ? true : null, Of(trace.Entry), Of(trace.Instruction), Of(trace.Advanced),
            trace.Known?.Acked?.Text(trace.User), trace.Known?.LastSeenAt, At(trace.Floor), At(trace.Head), trace.OldestAt);
    }
}
