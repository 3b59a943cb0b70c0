using MessageSync.Timelines;

namespace MessageSync.Orleans.Serialization;

// Conversations and lists, as they travel. Ids are for ever.

[GenerateSerializer, Alias("messagesync.conversation.surrogate"), Immutable]
internal struct ConversationSurrogate : ISurrogate<ConversationSurrogate, Conversation>
{
    [Id(0)] public ConversationId Id;
    [Id(1)] public ConversationKind Kind;
    [Id(2)] public string? Title;
    [Id(3)] public HistoryPolicy History;
    [Id(4)] public DateTimeOffset CreatedAt;
    [Id(5)] public SeqNo Head;
    [Id(6)] public DateTimeOffset HeadAt;
    [Id(7)] public ChangeNo MutationHead;
    [Id(8)] public int MemberCount;
    [Id(9)] public MemberRole? Role;
    [Id(10)] public DateTimeOffset? JoinedAt;
    [Id(11)] public DateTimeOffset? LeftAt;
    [Id(12)] public SeqNo? ReadUpTo;
    [Id(13)] public bool? MarkedUnread;
    [Id(14)] public bool? Unlisted;
    [Id(15)] public int? Unread;
    [Id(16)] public Message? LastMessage;

    public static ConversationSurrogate Of(in Conversation value) => new()
    {
        Id = value.Id,
        Kind = value.Kind,
        Title = value.Title,
        History = value.History,
        CreatedAt = value.CreatedAt,
        Head = value.Head,
        HeadAt = value.HeadAt,
        MutationHead = value.MutationHead,
        MemberCount = value.MemberCount,
        Role = value.Role,
        JoinedAt = value.JoinedAt,
        LeftAt = value.LeftAt,
        ReadUpTo = value.ReadUpTo,
        MarkedUnread = value.MarkedUnread,
        Unlisted = value.Unlisted,
        Unread = value.Unread,
        LastMessage = value.LastMessage,
    };

    public readonly Conversation ToValue() => new(Id, Kind, Title, History, CreatedAt, Head, HeadAt, MutationHead,
        MemberCount)
    {
        Role = Role,
        JoinedAt = JoinedAt,
        LeftAt = LeftAt,
        ReadUpTo = ReadUpTo,
        MarkedUnread = MarkedUnread,
        Unlisted
        = Unlisted,
        Unread = Unread,
        LastMessage = LastMessage,
    };
}

[GenerateSerializer, Alias("messagesync.conversation-list.surrogate"), Immutable]
internal struct ConversationListSurrogate : ISurrogate<ConversationListSurrogate, ConversationList>
{
    [Id(0)] public Conversation[]? Conversations;
    [Id(1)] public string? NextPage;
    [Id(2)] public Epoch Epoch;

    public static ConversationListSurrogate Of(in ConversationList value) => new()
    {
        Conversations = [.. value.Conversations],
        NextPage = value.NextPage,
        Epoch = value.Epoch,
    };

    public readonly ConversationList ToValue() => new(Conversations ?? [], NextPage, Epoch);
}

[GenerateSerializer, Alias("messagesync.list-query.surrogate"), Immutable]
internal struct ListQuerySurrogate : ISurrogate<ListQuerySurrogate, ListQuery>
{
    [Id(0)] public int Limit;
    [Id(1)] public string? Page;
    [Id(2)] public ListOrder Order;
    [Id(3)] public bool Left;
    [Id(4)] public string? LostAfter;

    public static ListQuerySurrogate Of(in ListQuery value) => new()
    {
        Limit = value.Limit,
        Page = value.Page,
        Order = value.Order,
        Left = value.Left,
        LostAfter = value.LostAfter,
    };

    public readonly ListQuery ToValue() => new()
    {
        Limit = Limit,
        Page = Page,
        Order = Order,
        Left = Left,
        LostAfter = LostAfter,
    };
}
