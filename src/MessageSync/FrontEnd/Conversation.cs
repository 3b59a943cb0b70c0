using MessageSync.Timelines;

namespace MessageSync;

/// <summary>A conversation as its user sees it. What is personal is null for a service.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Group or direct.</param>
/// <param name="Title">Its title; null for none.</param>
/// <param name="History">How much of it members see.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Head">The newest message; for a former member as at leaving.</param>
/// <param name="HeadAt">When that was sent; of an empty one, when it was made.</param>
/// <param name="MutationHead">The newest edit or recall of what the user sees.</param>
/// <param name="MemberCount">How many members; for a former member as at leaving.</param>
public sealed record Conversation(
    ConversationId Id, ConversationKind Kind, string? Title, HistoryPolicy History, DateTimeOffset CreatedAt,
    SeqNo Head, DateTimeOffset HeadAt, ChangeNo MutationHead, int MemberCount)
{
    /// <summary>The user's role; of a former member the last one.</summary>
    public MemberRole? Role { get; init; }

    /// <summary>The last joining.</summary>
    public DateTimeOffset? JoinedAt { get; init; }

    /// <summary>The leaving; null for a present member.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>The read position; begins at the head at joining.</summary>
    public SeqNo? ReadUpTo { get; init; }

    /// <summary>The user marked it unread.</summary>
    public bool? MarkedUnread { get; init; }

    /// <summary>The user keeps it out of the list.</summary>
    public bool? Unlisted { get; init; }

    /// <summary>Exact below <see cref="Limits.UnreadMax"/>, which means that many or more; 0 for a former member.</summary>
    public int? Unread { get; init; }

    /// <summary>The newest visible message, tombstones included; null if there is none.</summary>
    public Message? LastMessage { get; init; }
}

/// <summary>What a group is to be.</summary>
/// <param name="Members">Further members, at most <see cref="Limits.MembersPerCallMax"/>.</param>
/// <param name="Title">At most <see cref="Limits.TitleLengthMax"/> characters; null for none.</param>
/// <param name="History">How much of it members see.</param>
public sealed record NewGroup(
    IReadOnlyList<UserId> Members, string? Title = null, HistoryPolicy History = HistoryPolicy.SinceJoin);

/// <summary>A conversation that was asked for.</summary>
/// <param name="Conversation">As it is.</param>
/// <param name="IsNew">False when it existed.</param>
public sealed record CreatedConversation(Conversation Conversation, bool IsNew);

/// <summary>How a list is sorted.</summary>
public enum ListOrder
{
    /// <summary>Newest message first, as of the first page; ties by id.</summary>
    Recent,
    /// <summary>By id.</summary>
    Id,
}

/// <summary>Which conversations to list.</summary>
public sealed record ListQuery
{
    /// <summary>1 to <see cref="Limits.ListPageMax"/>.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>What a page gave as <see cref="ConversationList.NextPage"/>; null begins anew. The other members but
    /// the limit are then those of the first page, whatever is said here.</summary>
    public string? Page { get; init; }

    /// <summary>The order.</summary>
    public ListOrder Order { get; init; }

    /// <summary>Those that the user left, too.</summary>
    public bool Left { get; init; } = true;

    /// <summary>An Inbox cursor: only what changed after it, then also left and unlisted ones; of another epoch, all.</summary>
    public string? LostAfter { get; init; }
}

/// <summary>A page of conversations.</summary>
/// <param name="Conversations">In the order asked for.</param>
/// <param name="NextPage">Null on the last page.</param>
/// <param name="Epoch">The life of the store.</param>
public sealed record ConversationList(IReadOnlyList<Conversation> Conversations, string? NextPage, Epoch Epoch);

/// <summary>A member as shown.</summary>
/// <param name="User">Who.</param>
/// <param name="Role">What they may do.</param>
/// <param name="JoinedAt">Since when.</param>
/// <param name="ReadUpTo">Their read position; null where receipts are off.</param>
public sealed record ShownMember(UserId User, MemberRole Role, DateTimeOffset JoinedAt, SeqNo? ReadUpTo);

/// <summary>A page of members.</summary>
/// <param name="Members">By id.</param>
/// <param name="NextAfter">Where to go on; null on the last page.</param>
public sealed record MembersPage(IReadOnlyList<ShownMember> Members, UserId? NextAfter);

/// <summary>Certain messages.</summary>
/// <param name="Messages">The visible ones, in the order asked for.</param>
/// <param name="Rest">Those not looked at, because the page was full.</param>
public sealed record SomeMessages(IReadOnlyList<Message> Messages, IReadOnlyList<SeqNo> Rest);

/// <summary>What was edited and recalled.</summary>
/// <param name="Mutations">Messages in their present state, by <see cref="Message.Mutation"/>.</param>
/// <param name="Head">The newest mutation.</param>
/// <param name="More">There are more after these.</param>
public sealed record MutationsPage(IReadOnlyList<Message> Mutations, ChangeNo Head, bool More);

/// <summary>What a user hid of a conversation.</summary>
/// <param name="Ranges">Ascending; they neither overlap nor touch.</param>
public sealed record HiddenRanges(IReadOnlyList<SeqRange> Ranges);

/// <summary>A notification is in the Inbox.</summary>
/// <param name="Duplicate">It was there before.</param>
public sealed record NotifyReceipt(bool Duplicate);
