using System.Globalization;
using MessageSync.Timelines;

namespace MessageSync.Inboxes;

/// <summary>Why a device shows a message, or does not. A closed list; each has its word on the wire.</summary>
public enum ExplanationReason
{
    /// <summary>The user was never in the conversation.</summary>
    Stranger,
    /// <summary>It was sent while the user was not in.</summary>
    OutsideInterval,
    /// <summary>The user hid it.</summary>
    Hidden,
    /// <summary>It is in the Inbox, and the device acked it.</summary>
    Acked,
    /// <summary>It is in the Inbox; the device has not acked it.</summary>
    InInbox,
    /// <summary>It was sent before the user joined, who may see it: only roaming shows it.</summary>
    BeforeJoining,
    /// <summary>The Inbox dropped it for its age.</summary>
    DroppedForAge,
    /// <summary>The Inbox dropped it because too many newer entries came.</summary>
    DroppedForRoom,
    /// <summary>The group is large, or was: its members learn by <c>advanced</c>.</summary>
    LargeGroup,
    /// <summary>Fan-out has not brought it yet.</summary>
    OnItsWay,
}

/// <summary>What became of one message for one device: a sentence for a support person, and the facts.</summary>
/// <param name="Reason">In one word.</param>
/// <param name="Sentence">In one sentence.</param>
/// <param name="Trace">The facts.</param>
public sealed record Explanation(ExplanationReason Reason, string Sentence, MessageTrace Trace)
{
    /// <summary>Explains from the facts.</summary>
    public static Explanation Of(MessageTrace trace)
    {
        var reason = ReasonOf(trace);
        return new(reason, Sentences.Of(reason, trace), trace);
    }

    private static ExplanationReason ReasonOf(MessageTrace trace)
    {
        if (trace.Stays.Count == 0) return ExplanationReason.Stranger;
        if (trace.IsHidden) return ExplanationReason.Hidden;
        if (!trace.IsVisible) return ExplanationReason.OutsideInterval;
        if (trace.Entry is not null)
            return trace.IsAcked ? ExplanationReason.Acked : ExplanationReason.InInbox;
        if (!trace.WasMember) return ExplanationReason.BeforeJoining;
        if (trace.IsLarge) return ExplanationReason.LargeGroup;
        if (trace.Message.SentAt < trace.KeptSince) return ExplanationReason.DroppedForAge;
        if (trace.Floor > InboxSeqNo.None && !(trace.OldestAt < trace.Message.SentAt))
            return ExplanationReason.DroppedForRoom;
        return ExplanationReason.OnItsWay;
    }

    private static class Sentences
    {
        public static string Of(ExplanationReason reason, MessageTrace trace)
        {
            var (user, seq) = (trace.User, trace.Message.Seq);
            var state = trace.Message.State switch
            {
                MessageState.Recalled => Text($" It was recalled by {trace.Message.RecalledBy} at {trace.Message.RecalledAt:u}: ")
                    + Text($"devices show a tombstone.{Told(trace)}"),
                MessageState.Edited => Text($" It was edited, last at {trace.Message.EditedAt:u}.{Told(trace)}"),
                _ => "",
            };
            return Why(reason, trace, user, seq) + state;
        }

        private static string Why(ExplanationReason reason, MessageTrace trace, UserId user, SeqNo seq) => reason switch
        {
            ExplanationReason.Stranger =>
                Text($"{user} was never a member of {trace.Conversation}, so message {seq} was never offered to them."),
            ExplanationReason.OutsideInterval =>
                Text($"Message {seq} was sent while {user} was not a member ({Stays(trace)}): they do not see it."),
            ExplanationReason.Hidden =>
                Text($"{user} hid message {seq} on their own devices; nobody else is concerned."),
            ExplanationReason.Acked =>
                Text($"{Device(trace)} has message {seq}: it acked it, and it is still in the Inbox."),
            ExplanationReason.InInbox when trace.Device is null =>
                Text($"Message {seq} is in the Inbox of {user}: every device that has not synced since gets ")
                    + Text($"it with its next sync."),
            ExplanationReason.InInbox when trace.Known is null =>
                Text($"Message {seq} is in the Inbox of {user}, but {Device(trace)} has never synced, or ")
                    + Text($"was forgotten: it gets it with its first sync."),
            ExplanationReason.InInbox =>
                Text($"Message {seq} is in the Inbox of {user}; {Device(trace)}, last seen at ")
                    + Text($"{trace.Known!.LastSeenAt:u}, has not acked it: it gets it with its next sync, unless ")
                    + Text($"it has it already and acks later."),
            ExplanationReason.BeforeJoining =>
                Text($"Message {seq} was sent before {user} joined, so it never came into their Inbox; they ")
                    + Text($"see it when they scroll up."),
            ExplanationReason.DroppedForAge =>
                Text($"Message {seq} was in the Inbox of {user} until ")
                    + Text($"{trace.Message.SentAt + trace.Kept:u}, when it was {trace.Kept.TotalDays:0.##} days ")
                    + Text($"old;{Afterwards(trace)}"),
            ExplanationReason.DroppedForRoom =>
                Text($"Message {seq} was pushed out of the Inbox of {user} by more than {trace.EntriesMax} ")
                    + Text($"newer entries, before {trace.OldestAt:u};{Afterwards(trace)}"),
            ExplanationReason.LargeGroup =>
                Text($"The group is large, or was: members learn of message {seq} by an `advanced` ")
                    + Text($"entry{At(trace.Advanced)} and load it from the history."),
            _ => Text($"Message {seq} is on its way to the Inbox of {user}: it takes up to 10 s, longer only ")
                + Text($"while the store refuses writes."),
        };

        private static string Afterwards(MessageTrace trace) => trace.Known switch
        {
            { Acked: { } acked } when acked.Epoch == trace.Epoch && acked.Seq >= trace.Floor =>
                Text($" {Device(trace)} had acked it before."),
            _ => " a device that had not synced by then hears `trimmed` and loads it from the history.",
        };

        private static string Told(MessageTrace trace) => trace.Instruction is { } entry
            ? Text($" That is in the Inbox{At(entry)}.")
            : "";

        private static string At(InboxEntry? entry) => entry is null ? "" : Text($", of {entry.At:u}");

        private static string Device(MessageTrace trace) => trace.Device is { } device ? $"{trace.User}/{device}" : trace.User.Value;

        private static string Stays(MessageTrace trace) => string.Join(", ", trace.Stays.Select(stay => stay.Left is { } left
            ? Text($"from after {stay.JoinedAfter} to {left.UpTo}")
            : Text($"from after {stay.JoinedAfter} on")));

        private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
