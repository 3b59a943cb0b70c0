using MessageSync.Grains;
using MessageSync.Timelines;

namespace MessageSync.Orleans.Serialization;

// Commands, as they travel. Ids are for ever: add at the end, never change or reuse one.

[GenerateSerializer, Alias("messagesync.caller.surrogate"), Immutable]
internal struct CallerSurrogate : ISurrogate<CallerSurrogate, Caller>
{
    [Id(0)] public UserId User;
    [Id(1)] public DeviceId? Device;
    [Id(2)] public bool IsService;

    public static CallerSurrogate Of(in Caller value) => new()
    {
        User = value.User,
        Device = value.Device,
        IsService = value.IsService,
    };

    public readonly Caller ToValue() => new(User, Device, IsService);
}

[GenerateSerializer, Alias("messagesync.create.surrogate"), Immutable]
internal struct CreateConversationSurrogate : ISurrogate<CreateConversationSurrogate, CreateConversation>
{
    [Id(0)] public Caller Caller;
    [Id(1)] public ConversationKind Kind;
    [Id(2)] public HistoryPolicy History;
    [Id(3)] public string? Title;
    [Id(4)] public UserId[]? Members;
    [Id(5)] public DateTimeOffset? At;

    public static CreateConversationSurrogate Of(in CreateConversation value) => new()
    {
        Caller = value.Caller,
        Kind = value.Kind,
        History = value.History,
        Title = value.Title,
        Members = [.. value.Members],
        At = value.At,
    };

    public readonly CreateConversation ToValue() => new(Caller, Kind, History, Title, Members ?? []) { At = At };
}

[GenerateSerializer, Alias("messagesync.send.surrogate"), Immutable]
internal struct SendMessageSurrogate : ISurrogate<SendMessageSurrogate, SendMessage>
{
    [Id(0)] public Caller Caller;
    [Id(1)] public SendKey SendKey;
    [Id(2)] public MessageBody Body;
    [Id(3)] public DateTimeOffset? At;

    public static SendMessageSurrogate Of(in SendMessage value) => new()
    {
        Caller = value.Caller,
        SendKey = value.SendKey,
        Body = value.Body,
        At = value.At,
    };

    public readonly SendMessage ToValue() => new(Caller, SendKey, Body) { At = At };
}

[GenerateSerializer, Alias("messagesync.title.surrogate"), Immutable]
internal struct ChangeTitleSurrogate : ISurrogate<ChangeTitleSurrogate, ChangeTitle>
{
    [Id(0)] public Caller Caller;
    [Id(1)] public string Title;
    [Id(2)] public DateTimeOffset? At;

    public static ChangeTitleSurrogate Of(in ChangeTitle value) => new()
    {
        Caller = value.Caller,
        Title = value.Title,
        At = value.At,
    };

    public readonly ChangeTitle ToValue() => new(Caller, Title) { At = At };
}

[GenerateSerializer, Alias("messagesync.members.surrogate"), Immutable]
internal struct ChangeMembersSurrogate : ISurrogate<ChangeMembersSurrogate, ChangeMembers>
{
    [Id(0)] public Caller Caller;
    [Id(1)] public UserId[]? Add;
    [Id(2)] public UserId[]? Remove;
    [Id(3)] public DateTimeOffset? At;

    public static ChangeMembersSurrogate Of(in ChangeMembers value) => new()
    {
        Caller = value.Caller,
        Add = [.. value.Add],
        Remove = [.. value.Remove],
        At = value.At,
    };

    public readonly ChangeMembers ToValue() => new(Caller, Add ?? [], Remove ?? []) { At = At };
}

[GenerateSerializer, Alias("messagesync.put-member.surrogate"), Immutable]
internal struct PutMemberSurrogate : ISurrogate<PutMemberSurrogate, PutMember>
{
    [Id(0)] public Caller Caller;
    [Id(1)] public UserId User;
    [Id(2)] public MemberRole? Role;
    [Id(3)] public DateTimeOffset? At;

    public static PutMemberSurrogate Of(in PutMember value) => new()
    {
        Caller = value.Caller,
        User = value.User,
        Role = value.Role,
        At = value.At,
    };

    public readonly PutMember ToValue() => new(Caller, User, Role) { At = At };
}

[GenerateSerializer, Alias("messagesync.remove-member.surrogate"), Immutable]
internal struct RemoveMemberSurrogate : ISurrogate<RemoveMemberSurrogate, RemoveMember>
{
    [Id(0)] public Caller Caller;
    [Id(1)] public UserId User;
    [Id(2)] public DateTimeOffset? At;

    public static RemoveMemberSurrogate Of(in RemoveMember value) => new()
    {
        Caller = value.Caller,
        User = value.User,
        At = value.At,
    };

    public readonly RemoveMember ToValue() => new(Caller, User) { At = At };
}

[GenerateSerializer, Alias("messagesync.edit.surrogate"), Immutable]
internal struct EditMessageSurrogate : ISurrogate<EditMessageSurrogate, EditMessage>
{
    [Id(0)] public Caller Caller;
    [Id(1)] public SeqNo Seq;
    [Id(2)] public MessageBody Body;
    [Id(3)] public int Version;
    [Id(4)] public DateTimeOffset? At;

    public static EditMessageSurrogate Of(in EditMessage value) => new()
    {
        Caller = value.Caller,
        Seq = value.Seq,
        Body = value.Body,
        Version = value.Version,
        At = value.At,
    };

    public readonly EditMessage ToValue() => new(Caller, Seq, Body, Version) { At = At };
}

[GenerateSerializer, Alias("messagesync.recall.surrogate"), Immutable]
internal struct RecallMessageSurrogate : ISurrogate<RecallMessageSurrogate, RecallMessage>
{
    [Id(0)] public Caller Caller;
    [Id(1)] public SeqNo Seq;
    [Id(2)] public DateTimeOffset? At;

    public static RecallMessageSurrogate Of(in RecallMessage value) => new()
    {
        Caller = value.Caller,
        Seq = value.Seq,
        At = value.At,
    };

    public readonly RecallMessage ToValue() => new(Caller, Seq) { At = At };
}

[GenerateSerializer, Alias("messagesync.read.surrogate"), Immutable]
internal struct MoveReadSurrogate : ISurrogate<MoveReadSurrogate, MoveRead>
{
    [Id(0)] public Caller Caller;
    [Id(1)] public SeqNo UpTo;
    [Id(2)] public DateTimeOffset? At;

    public static MoveReadSurrogate Of(in MoveRead value) => new()
    {
        Caller = value.Caller,
        UpTo = value.UpTo,
        At = value.At,
    };

    public readonly MoveRead ToValue() => new(Caller, UpTo) { At = At };
}

[GenerateSerializer, Alias("messagesync.send-receipt.surrogate"), Immutable]
internal struct SendReceiptSurrogate : ISurrogate<SendReceiptSurrogate, SendReceipt>
{
    [Id(0)] public SeqNo Seq;
    [Id(1)] public DateTimeOffset SentAt;
    [Id(2)] public bool Duplicate;

    public static SendReceiptSurrogate Of(in SendReceipt value) => new()
    {
        Seq = value.Seq,
        SentAt = value.SentAt,
        Duplicate = value.Duplicate,
    };

    public readonly SendReceipt ToValue() => new(Seq, SentAt, Duplicate);
}

[GenerateSerializer, Alias("messagesync.created.surrogate"), Immutable]
internal struct CreatedSurrogate : ISurrogate<CreatedSurrogate, Created>
{
    [Id(0)] public bool IsNew;

    public static CreatedSurrogate Of(in Created value) => new() { IsNew = value.IsNew };

    public readonly Created ToValue() => new(IsNew);
}
