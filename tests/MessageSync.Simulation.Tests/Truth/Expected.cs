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
        {
            var no = change.No.Value;
            var concerned = change switch
            {
                ConversationCreated created => created.Members.Any(one => one.User == user),
                MembersChanged changed => changed.Members.Any(one => one.User == user),
                _ => false,
            };
            if (concerned) yield return new(change, Reach.Entry);
            else if (log.MembersAt(no).Contains(user)) yield return new(change, log.IsLargeAt(no) ? Reach.Advanced : Reach.Entry);
        }
    }
}
