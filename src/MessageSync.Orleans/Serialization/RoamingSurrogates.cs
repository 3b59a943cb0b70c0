using MessageSync.Grains;
using MessageSync.Timelines;

namespace MessageSync.Orleans.Serialization;

// Messages and pages of a Timeline, as they travel. Ids are for ever.

[GenerateSerializer, Alias("messagesync.body.surrogate"), Immutable]
internal struct MessageBodySurrogate : ISurrogate<MessageBodySurrogate, MessageBody>
{
    [Id(0)] public byte[]? Bytes;
    [Id(1)] public bool IsText;
    [Id(2)] public string ContentType;

    public static MessageBodySurrogate Of(in MessageBody value) => new()
    {
        Bytes = Surrogates.ArrayOf(value.Bytes),
        IsText = value.IsText,
        ContentType = value.ContentType,
    };

    public readonly MessageBody ToValue() => new(Bytes ?? [], IsText, ContentType);
}

[GenerateSerializer, Alias("messagesync.message.surrogate"), Immutable]
internal struct MessageSurrogate : ISurrogate<MessageSurrogate, Message>
{
    [Id(0)] public ConversationId Conversation;
    [Id(1)] public SeqNo Seq;
    [Id(2)] public SendKey SendKey;
    [Id(3)] public UserId Sender;
    [Id(4)] public DateTimeOffset SentAt;
    [Id(5)] public MessageBody? Body;
    [Id(6)] public MessageState State;
    [Id(7)] public int Version;
    [Id(8)] public DateTimeOffset? EditedAt;
    [Id(9)] public UserId? RecalledBy;
    [Id(10)] public DateTimeOffset? RecalledAt;
    [Id(11)] public ChangeNo Mutation;

    public static MessageSurrogate Of(in Message value) => new()
    {
        Conversation = value.Conversation,
        Seq = value.Seq,
        SendKey = value.SendKey,
        Sender = value.Sender,
        SentAt = value.SentAt,
        Body = value.Body,
        State = value.State,
        Version = value.Version,
        EditedAt = value.EditedAt,
        RecalledBy = value.RecalledBy,
        RecalledAt = value.RecalledAt,
        Mutation = value.Mutation,
    };

    public readonly Message ToValue() => new(Conversation, Seq, SendKey, Sender, SentAt, Body)
    {
        State = State,
        Version = Version,
        EditedAt = EditedAt,
        RecalledBy = RecalledBy,
        RecalledAt = RecalledAt,
        Mutation = Mutation,
    };
}

[GenerateSerializer, Alias("messagesync.range.surrogate"), Immutable]
internal struct SeqRangeSurrogate : ISurrogate<SeqRangeSurrogate, SeqRange>
{
    [Id(0)] public SeqNo From;
    [Id(1)] public SeqNo To;

    public static SeqRangeSurrogate Of(in SeqRange value) => new() { From = value.From, To = value.To };

    public readonly SeqRange ToValue() => new(From, To);
}

[GenerateSerializer, Alias("messagesync.anchor.before.surrogate"), Immutable]
internal struct RoamingAnchorBeforeSurrogate : ISurrogate<RoamingAnchorBeforeSurrogate, RoamingAnchor.Before>
{
    [Id(0)] public SeqNo Seq;

    public static RoamingAnchorBeforeSurrogate Of(in RoamingAnchor.Before value) => new() { Seq = value.Seq };

    public readonly RoamingAnchor.Before ToValue() => new(Seq);
}

[GenerateSerializer, Alias("messagesync.anchor.after.surrogate"), Immutable]
internal struct RoamingAnchorAfterSurrogate : ISurrogate<RoamingAnchorAfterSurrogate, RoamingAnchor.After>
{
    [Id(0)] public SeqNo Seq;

    public static RoamingAnchorAfterSurrogate Of(in RoamingAnchor.After value) => new() { Seq = value.Seq };

    public readonly RoamingAnchor.After ToValue() => new(Seq);
}

[GenerateSerializer, Alias("messagesync.anchor.around.surrogate"), Immutable]
internal struct RoamingAnchorAroundSurrogate : ISurrogate<RoamingAnchorAroundSurrogate, RoamingAnchor.Around>
{
    [Id(0)] public SeqNo Seq;

    public static RoamingAnchorAroundSurrogate Of(in RoamingAnchor.Around value) => new() { Seq = value.Seq };

    public readonly RoamingAnchor.Around ToValue() => new(Seq);
}

[GenerateSerializer, Alias("messagesync.anchor.at.surrogate"), Immutable]
internal struct RoamingAnchorAtSurrogate : ISurrogate<RoamingAnchorAtSurrogate, RoamingAnchor.At>
{
    [Id(0)] public DateTimeOffset Time;

    public static RoamingAnchorAtSurrogate Of(in RoamingAnchor.At value) => new() { Time = value.Time };

    public readonly RoamingAnchor.At ToValue() => new(Time);
}

[GenerateSerializer, Alias("messagesync.roaming-page.surrogate"), Immutable]
internal struct RoamingPageSurrogate : ISurrogate<RoamingPageSurrogate, RoamingPage>
{
    [Id(0)] public Message[]? Messages;
    [Id(1)] public bool HasBefore;
    [Id(2)] public bool HasAfter;
    [Id(3)] public SeqNo Head;
    [Id(4)] public ChangeNo MutationHead;
    [Id(5)] public Epoch Epoch;

    public static RoamingPageSurrogate Of(in RoamingPage value) => new()
    {
        Messages = [.. value.Messages],
        HasBefore = value.HasBefore,
        HasAfter = value.HasAfter,
        Head = value.Head,
        MutationHead = value.MutationHead,
        Epoch = value.Epoch,
    };

    public readonly RoamingPage ToValue() => new(Messages ?? [], HasBefore, HasAfter, Head, MutationHead, Epoch);
}

[GenerateSerializer, Alias("messagesync.some-messages.surrogate"), Immutable]
internal struct SomeMessagesSurrogate : ISurrogate<SomeMessagesSurrogate, SomeMessages>
{
    [Id(0)] public Message[]? Messages;
    [Id(1)] public SeqNo[]? Rest;

    public static SomeMessagesSurrogate Of(in SomeMessages value) => new()
    {
        Messages = [.. value.Messages],
        Rest = [.. value.Rest],
    };

    public readonly SomeMessages ToValue() => new(Messages ?? [], Rest ?? []);
}

[GenerateSerializer, Alias("messagesync.mutations-page.surrogate"), Immutable]
internal struct MutationsPageSurrogate : ISurrogate<MutationsPageSurrogate, MutationsPage>
{
    [Id(0)] public Message[]? Mutations;
    [Id(1)] public ChangeNo Head;
    [Id(2)] public bool More;

    public static MutationsPageSurrogate Of(in MutationsPage value) => new()
    {
        Mutations = [.. value.Mutations],
        Head = value.Head,
        More = value.More,
    };

    public readonly MutationsPage ToValue() => new(Mutations ?? [], Head, More);
}

[GenerateSerializer, Alias("messagesync.hidden-ranges.surrogate"), Immutable]
internal struct HiddenRangesSurrogate : ISurrogate<HiddenRangesSurrogate, HiddenRanges>
{
    [Id(0)] public SeqRange[]? Ranges;

    public static HiddenRangesSurrogate Of(in HiddenRanges value) => new() { Ranges = [.. value.Ranges] };

    public readonly HiddenRanges ToValue() => new(Ranges ?? []);
}

[GenerateSerializer, Alias("messagesync.shown-member.surrogate"), Immutable]
internal struct ShownMemberSurrogate : ISurrogate<ShownMemberSurrogate, ShownMember>
{
    [Id(0)] public UserId User;
    [Id(1)] public MemberRole Role;
    [Id(2)] public DateTimeOffset JoinedAt;
    [Id(3)] public SeqNo? ReadUpTo;

    public static ShownMemberSurrogate Of(in ShownMember value) => new()
    {
        User = value.User,
        Role = value.Role,
        JoinedAt = value.JoinedAt,
        ReadUpTo = value.ReadUpTo,
    };

    public readonly ShownMember ToValue() => new(User, Role, JoinedAt, ReadUpTo);
}

[GenerateSerializer, Alias("messagesync.members-page.surrogate"), Immutable]
internal struct MembersPageSurrogate : ISurrogate<MembersPageSurrogate, MembersPage>
{
    [Id(0)] public ShownMember[]? Members;
    [Id(1)] public UserId? NextAfter;

    public static MembersPageSurrogate Of(in MembersPage value) => new()
    {
        Members = [.. value.Members],
        NextAfter = value.NextAfter,
    };

    public readonly MembersPage ToValue() => new(Members ?? [], NextAfter);
}

[GenerateSerializer, Alias("messagesync.audience.surrogate"), Immutable]
internal struct AudienceSurrogate : ISurrogate<AudienceSurrogate, Audience>
{
    [Id(0)] public UserId[]? Users;

    public static AudienceSurrogate Of(in Audience value) => new() { Users = [.. value.Users] };

    public readonly Audience ToValue() => new(Users ?? []);
}
