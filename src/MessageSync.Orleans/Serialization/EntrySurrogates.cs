using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Orleans.Serialization;

// Offers and what entries say, as they travel. Ids are for ever.

[GenerateSerializer, Alias("messagesync.offer.surrogate"), Immutable]
internal struct OfferSurrogate : ISurrogate<OfferSurrogate, Offer>
{
    [Id(0)] public ConversationId Conversation;
    [Id(1)] public ChangeNo Change;
    [Id(2)] public EntryContent Content;
    [Id(3)] public EntryContent.Advanced? First;

    public static OfferSurrogate Of(in Offer value) => new()
    {
        Conversation = value.Conversation,
        Change = value.Change,
        Content = value.Content,
        First = value.First,
    };

    public readonly Offer ToValue() => new(Conversation, Change, Content) { First = First };
}

[GenerateSerializer, Alias("messagesync.entry.message.surrogate"), Immutable]
internal struct EntryContentMessageSurrogate : ISurrogate<EntryContentMessageSurrogate, EntryContent.Message>
{
    [Id(0)] public SeqNo Seq;

    public static EntryContentMessageSurrogate Of(in EntryContent.Message value) => new() { Seq = value.Seq };

    public readonly EntryContent.Message ToValue() => new(Seq);
}

[GenerateSerializer, Alias("messagesync.entry.edited.surrogate"), Immutable]
internal struct EntryContentEditedSurrogate : ISurrogate<EntryContentEditedSurrogate, EntryContent.Edited>
{
    [Id(0)] public SeqNo Seq;

    public static EntryContentEditedSurrogate Of(in EntryContent.Edited value) => new() { Seq = value.Seq };

    public readonly EntryContent.Edited ToValue() => new(Seq);
}

[GenerateSerializer, Alias("messagesync.entry.recalled.surrogate"), Immutable]
internal struct EntryContentRecalledSurrogate : ISurrogate<EntryContentRecalledSurrogate, EntryContent.Recalled>
{
    [Id(0)] public SeqNo Seq;

    public static EntryContentRecalledSurrogate Of(in EntryContent.Recalled value) => new() { Seq = value.Seq };

    public readonly EntryContent.Recalled ToValue() => new(Seq);
}

[GenerateSerializer, Alias("messagesync.entry.hidden.surrogate"), Immutable]
internal struct EntryContentHiddenSurrogate : ISurrogate<EntryContentHiddenSurrogate, EntryContent.Hidden>
{
    [Id(0)] public SeqNo From;
    [Id(1)] public SeqNo To;
    [Id(2)] public bool Unlisted;

    public static EntryContentHiddenSurrogate Of(in EntryContent.Hidden value) => new()
    {
        From = value.From,
        To = value.To,
        Unlisted = value.Unlisted,
    };

    public readonly EntryContent.Hidden ToValue() => new(From, To, Unlisted);
}

[GenerateSerializer, Alias("messagesync.entry.read.surrogate"), Immutable]
internal struct EntryContentReadSurrogate : ISurrogate<EntryContentReadSurrogate, EntryContent.Read>
{
    [Id(0)] public ReadMark[]? Reads;
    [Id(1)] public bool? MarkedUnread;

    public static EntryContentReadSurrogate Of(in EntryContent.Read value) => new()
    {
        Reads = [.. value.Reads],
        MarkedUnread = value.MarkedUnread,
    };

    public readonly EntryContent.Read ToValue() => new(Reads ?? [], MarkedUnread);
}

[GenerateSerializer, Alias("messagesync.entry.member.surrogate"), Immutable]
internal struct EntryContentMemberSurrogate : ISurrogate<EntryContentMemberSurrogate, EntryContent.Member>
{
    [Id(0)] public MemberNews[]? Changes;
    [Id(1)] public bool Incomplete;
    [Id(2)] public int MemberCount;

    public static EntryContentMemberSurrogate Of(in EntryContent.Member value) => new()
    {
        Changes = [.. value.Changes],
        Incomplete = value.Incomplete,
        MemberCount = value.MemberCount,
    };

    public readonly EntryContent.Member ToValue() => new(Changes ?? [], Incomplete, MemberCount);
}

[GenerateSerializer, Alias("messagesync.entry.conversation.surrogate"), Immutable]
internal struct EntryContentConversationSurrogate : ISurrogate<EntryContentConversationSurrogate, EntryContent.Conversation>
{
    [Id(0)] public string Title;

    public static EntryContentConversationSurrogate Of(in EntryContent.Conversation value) => new()
    {
        Title = value.Title,
    };

    public readonly EntryContent.Conversation ToValue() => new(Title);
}

[GenerateSerializer, Alias("messagesync.entry.advanced.surrogate"), Immutable]
internal struct EntryContentAdvancedSurrogate : ISurrogate<EntryContentAdvancedSurrogate, EntryContent.Advanced>
{
    [Id(0)] public SeqNo Head;
    [Id(1)] public ChangeNo MutationHead;

    public static EntryContentAdvancedSurrogate Of(in EntryContent.Advanced value) => new()
    {
        Head = value.Head,
        MutationHead = value.MutationHead,
    };

    public readonly EntryContent.Advanced ToValue() => new(Head, MutationHead);
}

[GenerateSerializer, Alias("messagesync.entry.notification.surrogate"), Immutable]
internal struct EntryContentNotificationSurrogate : ISurrogate<EntryContentNotificationSurrogate, EntryContent.Notification>
{
    [Id(0)] public string Name;
    [Id(1)] public string Body;
    [Id(2)] public SendKey SendKey;

    public static EntryContentNotificationSurrogate Of(in EntryContent.Notification value) => new()
    {
        Name = value.Name,
        Body = value.Body,
        SendKey = value.SendKey,
    };

    public readonly EntryContent.Notification ToValue() => new(Name, Body, SendKey);
}

[GenerateSerializer, Alias("messagesync.member-news.surrogate"), Immutable]
internal struct MemberNewsSurrogate : ISurrogate<MemberNewsSurrogate, MemberNews>
{
    [Id(0)] public UserId User;
    [Id(1)] public MemberChangeKind Change;
    [Id(2)] public MemberRole? Role;
    [Id(3)] public SeqNo Seq;

    public static MemberNewsSurrogate Of(in MemberNews value) => new()
    {
        User = value.User,
        Change = value.Change,
        Role = value.Role,
        Seq = value.Seq,
    };

    public readonly MemberNews ToValue() => new(User, Change, Role, Seq);
}

[GenerateSerializer, Alias("messagesync.read-mark.surrogate"), Immutable]
internal struct ReadMarkSurrogate : ISurrogate<ReadMarkSurrogate, ReadMark>
{
    [Id(0)] public UserId Reader;
    [Id(1)] public SeqNo UpTo;

    public static ReadMarkSurrogate Of(in ReadMark value) => new() { Reader = value.Reader, UpTo = value.UpTo };

    public readonly ReadMark ToValue() => new(Reader, UpTo);
}
