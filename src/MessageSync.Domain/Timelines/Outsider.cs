namespace MessageSync.Timelines;

/// <summary>What one who is no member now gets for a command, in the order of checks of the wire.</summary>
public static class Outsider
{
    /// <summary>Decides from what the store knows.</summary>
    /// <param name="command">The command.</param>
    /// <param name="view">The conversation with the caller's eyes.</param>
    /// <param name="known">The caller's message under the send key, if there is one.</param>
    public static Verdict Decide(TimelineCommand command, ConversationView view, KnownSend? known) =>
        (view.Standing, command) switch
        {
            (Standing.Stranger, _) => new Verdict.Refused(new Refusal.ConversationNotFound()),
            (_, SendMessage send) when known is not null => known.Repeat(send),
            (_, MessageCommand about) when !view.Visible().Contains(about.Seq) =>
                new Verdict.Refused(new Refusal.MessageNotFound()),
            (_, RemoveMember { IsLeaving: true }) => new Verdict.Repeated(null),
            _ => new Verdict.Refused(new Refusal.NotAMember()),
        };
}
