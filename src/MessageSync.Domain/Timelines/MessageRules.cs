namespace MessageSync.Timelines;

/// <summary>Who may change a message that stands, and to what. The caller is a member or a service, and sees it.</summary>
internal static class MessageRules
{
    /// <summary>Says what should happen.</summary>
    public static Verdict Decide(
        Timeline timeline, MessageCommand command, MessageTarget target, TimelineRules rules, DateTimeOffset at) =>
        command switch
        {
            EditMessage edit => Edit(timeline, edit, target, at),
            RecallMessage => Recall(timeline, command.Caller, target, rules, at),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "Not a command."),
        };

    private static Verdict Edit(Timeline timeline, EditMessage edit, MessageTarget target, DateTimeOffset at)
    {
        var message = target.Message;
        if (!IsSender(edit.Caller, message)) return new Verdict.Refused(new Refusal.Forbidden());
        if (IsRepeated(edit, message)) return new Verdict.Repeated(null);
        if (message.State == MessageState.Recalled) return new Verdict.Refused(new Refusal.Recalled());
        if (message.Version != edit.Version) return new Verdict.Refused(new Refusal.VersionConflict(message.Version));

        return new Verdict.Accepted(new MessageEdited(
            timeline.Change.Next(), at, message.Seq, edit.Body, message.Version + 1, Unseen(timeline, target)));
    }

    private static Verdict Recall(
        Timeline timeline, Caller caller, MessageTarget target, TimelineRules rules, DateTimeOffset at)
    {
        var message = target.Message;
        var manages = caller.IsService || timeline.Members[caller.User].Role == MemberRole.Owner;
        if (!manages && !IsSender(caller, message)) return new Verdict.Refused(new Refusal.Forbidden());
        if (message.State == MessageState.Recalled) return new Verdict.Repeated(null);
        if (!manages && at - message.SentAt > rules.RecallWindow)
            return new Verdict.Refused(new Refusal.RecallWindowOver(rules.RecallWindow));

        return new Verdict.Accepted(new MessageRecalled(
            timeline.Change.Next(), at, message.Seq, caller.User, Unseen(timeline, target)));
    }

    private static bool IsSender(Caller caller, Message message) => !caller.IsService && caller.User == message.Sender;

    /// <summary>True for the edit that made the present version.</summary>
    private static bool IsRepeated(EditMessage edit, Message message) =>
        message is { State: MessageState.Edited, Body: { } body }
        && message.Version == edit.Version + 1
        && Fingerprint.Of(body) == Fingerprint.Of(edit.Body);

    private static IReadOnlyList<UserId> Unseen(Timeline timeline, MessageTarget target) =>
        timeline.Terms.History == HistoryPolicy.All || timeline.IsLarge ? []
        : [.. timeline.Members.Values
            .Where(member => member.JoinedAfter >= target.Message.Seq && !target.Returned.Contains(member.User))
            .Select(member => member.User).Order()];
}
