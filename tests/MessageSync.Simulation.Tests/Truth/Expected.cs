using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>How a change is to reach one user.</summary>
internal enum Reach
{
    /// <summary>By its own entry, or one that took it in.</summary>
    Entry,
    /// <summary>By <c>advanced</c>.</summary>
    Advanced,
}

/// <summary>One change that a user is to learn of, by the words of the contract.</summary>
/// <param name="Change">Which.</param>
/// <param name="Reach">How.</param>
internal sealed record Expected(Change Change, Reach Reach)
{
    /// <summary>All that a user is to learn of a conversation, in order.</summary>
    public static IEnumerable<Expected> Of(ConversationLog log, UserId user)
    {
        foreach (var change in log.Changes)
            if (Of(log, user, change) is { } reach) yield return new(change, reach);
    }

    private static Reach? Of(ConversationLog log, UserId user, Change change)
    {
        var no = change.No.Value;
        if (Concerns(change, user)) return Reach.Entry;

        var members = log.MembersAt(no);
        if (!members.Contains(user)) return null;

        return change switch
        {
            ReadMoved when members.Count > Limits.ReceiptMembersMax => null,
            _ when members.Count > Limits.SmallGroupMembersMax => Reach.Advanced,
            MessageEdited(_, _, var seq, _, _, _) when !log.Sees(user, seq.Value, no) => null,
            MessageRecalled(_, _, var seq, _, _) when !log.Sees(user, seq.Value, no) => null,
            _ => Reach.Entry,
        };
    }

    private static bool Concerns(Change change, UserId user) => change switch
    {
        ConversationCreated created => created.Members.Any(one => one.User == user),
        MembersChanged changed => changed.Members.Any(one => one.User == user),
        ReadMoved read => read.Reader == user,
        _ => false,
    };
}
