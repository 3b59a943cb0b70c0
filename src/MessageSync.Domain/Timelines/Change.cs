namespace MessageSync.Timelines;

/// <summary>One durable change of a Timeline: what is stored, then applied, then announced. A closed set.</summary>
/// <param name="No">Its number: 1, 2, 3 … of that conversation.</param>
/// <param name="At">The server's clock, held when it goes back.</param>
public abstract record Change(ChangeNo No, DateTimeOffset At);

/// <summary>The conversation begins. Always change 1.</summary>
/// <param name="No">1.</param>
/// <param name="At">When.</param>
/// <param name="Terms">What it is.</param>
/// <param name="Title">Its first title.</param>
/// <param name="Members">Everybody who is in from the start, as joined.</param>
public sealed record ConversationCreated(
    ChangeNo No, DateTimeOffset At, ConversationTerms Terms, string? Title, IReadOnlyList<MemberChange> Members)
    : Change(No, At);

/// <summary>A message takes its place.</summary>
/// <param name="No">The change.</param>
/// <param name="At">Its <c>sentAt</c>.</param>
/// <param name="Seq">Its place.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="SendKey">The sender's name for it.</param>
/// <param name="Body">What it says.</param>
/// <param name="Fingerprint">Of the body.</param>
public sealed record MessageSent(
    ChangeNo No, DateTimeOffset At, SeqNo Seq, UserId Sender, SendKey SendKey, MessageBody Body, Fingerprint Fingerprint)
    : Change(No, At);

/// <summary>People come, go, or change their role.</summary>
/// <param name="No">The change.</param>
/// <param name="At">When.</param>
/// <param name="Members">Each user once.</param>
/// <param name="Head">The newest message at that moment.</param>
/// <param name="Title">The title at that moment.</param>
/// <param name="MemberCount">How many there are afterwards.</param>
public sealed record MembersChanged(
    ChangeNo No, DateTimeOffset At, IReadOnlyList<MemberChange> Members, SeqNo Head, string? Title, int MemberCount)
    : Change(No, At);

/// <summary>The conversation has another title.</summary>
/// <param name="No">The change.</param>
/// <param name="At">When.</param>
/// <param name="Title">The new one.</param>
public sealed record TitleChanged(ChangeNo No, DateTimeOffset At, string Title) : Change(No, At);

/// <summary>A message says something else.</summary>
/// <param name="No">The change, and the message's mutation.</param>
/// <param name="At">Its <c>editedAt</c>.</param>
/// <param name="Seq">The message.</param>
/// <param name="Body">What it says now.</param>
/// <param name="Version">How often it was edited, this time included.</param>
/// <param name="Unseen">Members who do not see the message, by id; not looked for in large groups.</param>
public sealed record MessageEdited(
    ChangeNo No, DateTimeOffset At, SeqNo Seq, MessageBody Body, int Version, IReadOnlyList<UserId> Unseen)
    : Change(No, At);

/// <summary>A message is a tombstone from now on: body and fingerprint are gone.</summary>
/// <param name="No">The change, and the message's mutation.</param>
/// <param name="At">Its <c>recalledAt</c>.</param>
/// <param name="Seq">The message.</param>
/// <param name="By">Who recalled it; a service by its own name.</param>
/// <param name="Unseen">Members who do not see the message, by id; not looked for in large groups.</param>
public sealed record MessageRecalled(
    ChangeNo No, DateTimeOffset At, SeqNo Seq, UserId By, IReadOnlyList<UserId> Unseen) : Change(No, At);

/// <summary>A member read on.</summary>
/// <param name="No">The change.</param>
/// <param name="At">When.</param>
/// <param name="Reader">Who.</param>
/// <param name="UpTo">The last message read.</param>
public sealed record ReadMoved(ChangeNo No, DateTimeOffset At, UserId Reader, SeqNo UpTo) : Change(No, At);

/// <summary>What happened to one user's membership.</summary>
public enum MemberChangeKind
{
    /// <summary>Came in.</summary>
    Joined,
    /// <summary>Left, or was removed.</summary>
    Left,
    /// <summary>Has another role.</summary>
    Role,
}

/// <summary>One user's part in a change of members.</summary>
/// <param name="User">Who.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Role">The role from now on; null for one who left.</param>
public sealed record MemberChange(UserId User, MemberChangeKind Kind, MemberRole? Role);
