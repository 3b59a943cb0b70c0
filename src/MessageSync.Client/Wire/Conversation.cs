namespace MessageSync.Client;

/// <summary>A conversation as its user sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind"><c>group</c> or <c>direct</c>.</param>
/// <param name="Title">Null for none.</param>
/// <param name="History"><c>sinceJoin</c> or <c>all</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Head">The newest seq; 0 while empty; for a former member as at leaving.</param>
/// <param name="HeadAt">When that was sent; the creation while empty.</param>
/// <param name="MutationHead">The newest mutation.</param>
/// <param name="MemberCount">Present members.</param>
/// <param name="Role"><c>member</c> or <c>owner</c>; null for a former member.</param>
/// <param name="JoinedAt">The last joining.</param>
/// <param name="LeftAt">Null for a present member.</param>
/// <param name="ReadUpTo">The user's read position.</param>
/// <param name="MarkedUnread">The user marked it unread.</param>
/// <param name="Unlisted">The user keeps it out of the list until a newer message.</param>
/// <param name="Unread">Exact up to 999; 1000 means more.</param>
/// <param name="LastMessage">The newest visible message, tombstones included; null for none.</param>
public sealed record Conversation(
    string Id,
    string Kind,
    string? Title,
    string History,
    DateTimeOffset CreatedAt,
    long Head,
    DateTimeOffset HeadAt,
    long MutationHead,
    int MemberCount,
    string? Role,
    DateTimeOffset? JoinedAt,
    DateTimeOffset? LeftAt,
    long? ReadUpTo,
    bool? MarkedUnread,
    bool? Unlisted,
    int? Unread,
    Message? LastMessage);

/// <summary>A page of the user's conversations.</summary>
/// <param name="Conversations">In the order asked for.</param>
/// <param name="NextPage">Give it as page to go on; null on the last page.</param>
/// <param name="Epoch">The life of the store.</param>
public sealed record ConversationList(IReadOnlyList<Conversation> Conversations, string? NextPage, string Epoch);
