namespace MessageSync.Timelines;

/// <summary>One stay of a user in a conversation: they were a member at every change from the joining one up to,
/// and not including, the leaving one.</summary>
/// <param name="User">Who.</param>
/// <param name="Role">The role, or the last one held.</param>
/// <param name="JoinedChange">The change that brought them in.</param>
/// <param name="JoinedAfter">The head then: they see what is after it.</param>
/// <param name="JoinedAt">When they joined.</param>
/// <param name="ReadUpTo">Their read position; begins at <paramref name="JoinedAfter"/>, never moves back.</param>
/// <param name="Left">How the stay ended; null while present.</param>
public sealed record MemberInterval(
    UserId User, MemberRole Role, ChangeNo JoinedChange, SeqNo JoinedAfter, DateTimeOffset JoinedAt, SeqNo ReadUpTo,
    Leaving? Left)
{
    /// <summary>The last change that concerns this user alone: joining, a role, an own read mark. They are told of it by an
    /// offer also in a large group.</summary>
    public ChangeNo OwnChange { get; init; } = JoinedChange;

    /// <summary>The messages of this stay, of a conversation whose newest message is <paramref name="head"/>.</summary>
    public SeqRange Sees(SeqNo head) => new(JoinedAfter.Next(), Left?.UpTo ?? head);
}

/// <summary>The conversation as it was when somebody left it: what they go on seeing.</summary>
/// <param name="Change">The change that took them out.</param>
/// <param name="UpTo">The head then.</param>
/// <param name="At">When.</param>
/// <param name="Title">The title then.</param>
/// <param name="MemberCount">Those who stayed.</param>
public sealed record Leaving(ChangeNo Change, SeqNo UpTo, DateTimeOffset At, string? Title, int MemberCount);
