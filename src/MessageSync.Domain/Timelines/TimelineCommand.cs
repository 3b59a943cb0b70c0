using System.Text.Json.Serialization;

namespace MessageSync.Timelines;

/// <summary>What somebody wants changed in one conversation. A closed set.</summary>
/// <param name="Caller">Who wants it.</param>
[JsonDerivedType(typeof(CreateConversation), "create")]
[JsonDerivedType(typeof(SendMessage), "send")]
[JsonDerivedType(typeof(ChangeTitle), "title")]
[JsonDerivedType(typeof(ChangeMembers), "members")]
[JsonDerivedType(typeof(PutMember), "put-member")]
[JsonDerivedType(typeof(RemoveMember), "remove-member")]
[JsonDerivedType(typeof(EditMessage), "edit")]
[JsonDerivedType(typeof(RecallMessage), "recall")]
[JsonDerivedType(typeof(MoveRead), "read")]
public abstract record TimelineCommand(Caller Caller)
{
    /// <summary>When it happened, for one who replays history; null for now. Never in order's way: times that go
    /// back are held at the last one.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>Makes a conversation, or finds it made already by the same creator.</summary>
/// <param name="Caller">Becomes the creator, and in a group the owner unless a service.</param>
/// <param name="Kind">Group or direct.</param>
/// <param name="History">How much of it members see.</param>
/// <param name="Title">At most <see cref="Limits.TitleLengthMax"/> characters; null for none.</param>
/// <param name="Members">Further members, at most <see cref="Limits.MembersPerCallMax"/>; of a service, the first is
/// owner. Of a direct conversation: the other one.</param>
public sealed record CreateConversation(
    Caller Caller, ConversationKind Kind, HistoryPolicy History, string? Title, IReadOnlyList<UserId> Members)
    : TimelineCommand(Caller);

/// <summary>Sends a message. Repeating it under the same key gives the same number.</summary>
/// <param name="Caller">The sender.</param>
/// <param name="SendKey">Chosen by the sender.</param>
/// <param name="Body">What it says.</param>
public sealed record SendMessage(Caller Caller, SendKey SendKey, MessageBody Body) : TimelineCommand(Caller)
{
    /// <summary>Of the body as first sent.</summary>
    [JsonIgnore]
    public Fingerprint Fingerprint { get; } = Fingerprint.Of(Body);
}

/// <summary>Gives a group another title.</summary>
/// <param name="Caller">An owner or a service.</param>
/// <param name="Title">At most <see cref="Limits.TitleLengthMax"/> characters.</param>
public sealed record ChangeTitle(Caller Caller, string Title) : TimelineCommand(Caller);

/// <summary>Adds and removes members, all or nothing, as one change.</summary>
/// <param name="Caller">An owner or a service.</param>
/// <param name="Add">Become members; those who are in already are left as they are.</param>
/// <param name="Remove">Leave; those who are not in are left as they are. None of them is in <paramref name="Add"/>.</param>
public sealed record ChangeMembers(Caller Caller, IReadOnlyList<UserId> Add, IReadOnlyList<UserId> Remove)
    : TimelineCommand(Caller);

/// <summary>Brings one user in, or changes a member's role.</summary>
/// <param name="Caller">An owner or a service.</param>
/// <param name="User">Who.</param>
/// <param name="Role">The role to have; null leaves a member's role and makes a newcomer a member.</param>
public sealed record PutMember(Caller Caller, UserId User, MemberRole? Role) : TimelineCommand(Caller);

/// <summary>Takes one user out.</summary>
/// <param name="Caller">An owner or a service; anybody to leave.</param>
/// <param name="User">Who; one who is not in is left as they are.</param>
public sealed record RemoveMember(Caller Caller, UserId User) : TimelineCommand(Caller)
{
    /// <summary>True when the caller leaves.</summary>
    [JsonIgnore]
    public bool IsLeaving => !Caller.IsService && User == Caller.User;
}

/// <summary>What somebody wants changed about one message.</summary>
/// <param name="Caller">Who wants it.</param>
/// <param name="Seq">The message.</param>
public abstract record MessageCommand(Caller Caller, SeqNo Seq) : TimelineCommand(Caller);

/// <summary>Replaces the body of a message.</summary>
/// <param name="Caller">The sender, while a member.</param>
/// <param name="Seq">The message.</param>
/// <param name="Body">What it says from now on.</param>
/// <param name="Version">The version that is replaced, from 0.</param>
public sealed record EditMessage(Caller Caller, SeqNo Seq, MessageBody Body, int Version) : MessageCommand(Caller, Seq);

/// <summary>Makes a message a tombstone.</summary>
/// <param name="Caller">The sender, while a member and for some time; an owner of the group or a service at any
/// time.</param>
/// <param name="Seq">The message.</param>
public sealed record RecallMessage(Caller Caller, SeqNo Seq) : MessageCommand(Caller, Seq);

/// <summary>Moves the caller's read position, never back.</summary>
/// <param name="Caller">A member.</param>
/// <param name="UpTo">Read up to this message; from 0.</param>
public sealed record MoveRead(Caller Caller, SeqNo UpTo) : TimelineCommand(Caller);
