using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Orleans.Serialization;

// An explanation and its facts, as they travel. Ids are for ever.

[GenerateSerializer, Alias("messagesync.explanation.surrogate"), Immutable]
internal struct ExplanationSurrogate : ISurrogate<ExplanationSurrogate, Explanation>
{
    [Id(0)] public ExplanationReason Reason;
    [Id(1)] public string Sentence;
    [Id(2)] public MessageTrace Trace;

    public static ExplanationSurrogate Of(in Explanation value) => new()
    {
        Reason = value.Reason,
        Sentence = value.Sentence,
        Trace = value.Trace,
    };

    public readonly Explanation ToValue() => new(Reason, Sentence, Trace);
}

[GenerateSerializer, Alias("messagesync.trace.surrogate"), Immutable]
internal struct MessageTraceSurrogate : ISurrogate<MessageTraceSurrogate, MessageTrace>
{
    [Id(0)] public UserId User;
    [Id(1)] public DeviceId? Device;
    [Id(2)] public DeviceCursor? Known;
    [Id(3)] public MemberInterval[]? Stays;
    [Id(4)] public bool IsVisible;
    [Id(5)] public bool IsHidden;
    [Id(6)] public Message Message;
    [Id(7)] public bool IsLarge;
    [Id(8)] public Epoch Epoch;
    [Id(9)] public InboxSeqNo Head;
    [Id(10)] public InboxSeqNo Floor;
    [Id(11)] public DateTimeOffset? OldestAt;
    [Id(12)] public InboxEntry? Entry;
    [Id(13)] public InboxEntry? Instruction;
    [Id(14)] public InboxEntry? Advanced;
    [Id(15)] public TimeSpan Kept;
    [Id(16)] public DateTimeOffset KeptSince;
    [Id(17)] public int EntriesMax;

    public static MessageTraceSurrogate Of(in MessageTrace value) => new()
    {
        User = value.User,
        Device = value.Device,
        Known = value.Known,
        Stays = [.. value.Stays],
        IsVisible = value.IsVisible,
        IsHidden = value.IsHidden,
        Message = value.Message,
        IsLarge = value.IsLarge,
        Epoch = value.Epoch,
        Head = value.Head,
        Floor = value.Floor,
        OldestAt = value.OldestAt,
        Entry = value.Entry,
        Instruction = value.Instruction,
        Advanced = value.Advanced,
        Kept = value.Kept,
        KeptSince = value.KeptSince,
        EntriesMax = value.EntriesMax,
    };

    public readonly MessageTrace ToValue() =>
        new(User, Device, Known, Stays ?? [], IsVisible, IsHidden, Message, IsLarge, Epoch, Head, Floor,
            OldestAt, Entry, Instruction, Advanced, Kept, KeptSince, EntriesMax);
}

[GenerateSerializer, Alias("messagesync.member-interval.surrogate"), Immutable]
internal struct MemberIntervalSurrogate : ISurrogate<MemberIntervalSurrogate, MemberInterval>
{
    [Id(0)] public UserId User;
    [Id(1)] public MemberRole Role;
    [Id(2)] public ChangeNo JoinedChange;
    [Id(3)] public SeqNo JoinedAfter;
    [Id(4)] public DateTimeOffset JoinedAt;
    [Id(5)] public SeqNo ReadUpTo;
    [Id(6)] public Leaving? Left;
    [Id(7)] public ChangeNo OwnChange;

    public static MemberIntervalSurrogate Of(in MemberInterval value) => new()
    {
        User = value.User,
        Role = value.Role,
        JoinedChange = value.JoinedChange,
        JoinedAfter = value.JoinedAfter,
        JoinedAt = value.JoinedAt,
        ReadUpTo = value.ReadUpTo,
        Left = value.Left,
        OwnChange = value.OwnChange,
    };

    public readonly MemberInterval ToValue() => new(User, Role, JoinedChange, JoinedAfter, JoinedAt, ReadUpTo, Left)
    {
        OwnChange = OwnChange,
    };
}

[GenerateSerializer, Alias("messagesync.leaving.surrogate"), Immutable]
internal struct LeavingSurrogate : ISurrogate<LeavingSurrogate, Leaving>
{
    [Id(0)] public ChangeNo Change;
    [Id(1)] public SeqNo UpTo;
    [Id(2)] public DateTimeOffset At;
    [Id(3)] public string? Title;
    [Id(4)] public int MemberCount;

    public static LeavingSurrogate Of(in Leaving value) => new()
    {
        Change = value.Change,
        UpTo = value.UpTo,
        At = value.At,
        Title = value.Title,
        MemberCount = value.MemberCount,
    };

    public readonly Leaving ToValue() => new(Change, UpTo, At, Title, MemberCount);
}
