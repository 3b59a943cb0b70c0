namespace MessageSync.Timelines;

/// <summary>A present member, as the Timeline needs it to decide.</summary>
/// <param name="User">Who.</param>
/// <param name="Role">What they may do.</param>
/// <param name="JoinedChange">The change that brought them in: the lower, the longer present.</param>
/// <param name="JoinedAfter">The head at that moment.</param>
/// <param name="JoinedAt">When.</param>
/// <param name="ReadUpTo">Their read position; begins at <paramref name="JoinedAfter"/>, never moves back.</param>
public sealed record Member(
    UserId User, MemberRole Role, ChangeNo JoinedChange, SeqNo JoinedAfter, DateTimeOffset JoinedAt, SeqNo ReadUpTo);
