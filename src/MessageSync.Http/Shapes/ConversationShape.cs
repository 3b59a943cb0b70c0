using System.ComponentModel.DataAnnotations;

namespace MessageSync.Http;

/// <summary>A conversation as the caller sees it; what is personal is null for a service.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">group or direct.</param>
/// <param name="Title">Null for none.</param>
/// <param name="History">sinceJoin or all.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Head">The newest seq; 0 while empty; for a former member as at leaving.</param>
/// <param name="HeadAt">When that was sent; createdAt while empty.</param>
/// <param name="MutationHead">The newest mutation.</param>
/// <param name="MemberCount">Present members.</param>
/// <param name="Role">member or owner.</param>
/// <param name="JoinedAt">The last joining.</param>
/// <param name="LeftAt">Null for a present member.</param>
/// <param name="ReadUpTo">The read position.</param>
/// <param name="MarkedUnread">The caller marked it unread.</param>
/// <param name="Unlisted">The caller keeps it out of the list.</param>
/// <param name="Unread">Exact up to 999; 1000 means more.</param>
/// <param name="LastMessage">The newest visible message, tombstones included; null for none.</param>
internal sealed record ConversationShape(
    string Id,
    [property: AllowedValues("group", "direct")] string Kind,
    string? Title,
    [property: AllowedValues("sinceJoin", "all")] string History,
    DateTimeOffset CreatedAt,
    long Head,
    DateTimeOffset HeadAt,
    long MutationHead,
    int MemberCount,
    [property: AllowedValues("member", "owner", null)] string? Role,
    DateTimeOffset? JoinedAt,
    DateTimeOffset? LeftAt,
    long? ReadUpTo,
    bool? MarkedUnread,
    bool? Unlisted,
    int? Unread,
    MessageShape? LastMessage)
{
    public static ConversationShape Of(Conversation conversation) => new(
        conversation.Id.Value,
        conversation.Kind.Word(),
        conversation.Title,
        conversation.History.Word(),
        conversation.CreatedAt,
        conversation.Head.Value,
        conversation.HeadAt,
        conversation.MutationHead.Value,
        conversation.MemberCount,
        conversation.Role?.Word(),
        conversation.JoinedAt,
        conversation.LeftAt,
        conversation.ReadUpTo?.Value,
        conversation.MarkedUnread,
        conversation.Unlisted,
        conversation.Unread,
        conversation.LastMessage is { } message ? MessageShape.Of(message) : null);
}

/// <summary>A page of the caller's conversations.</summary>
/// <param name="Conversations">In the order asked for.</param>
/// <param name="NextPage">Give it as page to go on; null on the last page.</param>
/// <param name="Epoch">The life of the store.</param>
internal sealed record ConversationListShape(
    IReadOnlyList<ConversationShape> Conversations, string? NextPage, string Epoch)
{
    public static ConversationListShape Of(ConversationList list) =>
        new([.. list.Conversations.Select(ConversationShape.Of)], list.NextPage, list.Epoch.Value);
}
