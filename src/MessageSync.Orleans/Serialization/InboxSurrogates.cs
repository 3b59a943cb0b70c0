using MessageSync.Grains;
using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Orleans.Serialization;

// What is asked of an Inbox and what it answers, as it travels. Ids are for ever.

[GenerateSerializer, Alias("messagesync.cursor.surrogate"), Immutable]
internal struct InboxCursorSurrogate : ISurrogate<InboxCursorSurrogate, InboxCursor>
{
    [Id(0)] public Epoch Epoch;
    [Id(1)] public InboxSeqNo Seq;

    public static InboxCursorSurrogate Of(in InboxCursor value) => new() { Epoch = value.Epoch, Seq = value.Seq };

    public readonly InboxCursor ToValue() => new(Epoch, Seq);
}

[GenerateSerializer, Alias("messagesync.sync.surrogate"), Immutable]
internal struct SyncRequestSurrogate : ISurrogate<SyncRequestSurrogate, SyncRequest>
{
    [Id(0)] public DeviceId? Device;
    [Id(1)] public InboxCursor? Asked;
    [Id(2)] public InboxCursor? Ack;
    [Id(3)] public int Limit;
    [Id(4)] public bool TellsOfGroups;

    public static SyncRequestSurrogate Of(in SyncRequest value) => new()
    {
        Device = value.Device,
        Asked = value.Asked,
        Ack = value.Ack,
        Limit = value.Limit,
        TellsOfGroups = value.TellsOfGroups,
    };

    public readonly SyncRequest ToValue() => new(Device, Asked, Ack, Limit, TellsOfGroups);
}

[GenerateSerializer, Alias("messagesync.inbox-entry.surrogate"), Immutable]
internal struct InboxEntrySurrogate : ISurrogate<InboxEntrySurrogate, InboxEntry>
{
    [Id(0)] public InboxSeqNo Seq;
    [Id(1)] public DateTimeOffset At;
    [Id(2)] public ConversationId? Conversation;
    [Id(3)] public EntryContent Content;

    public static InboxEntrySurrogate Of(in InboxEntry value) => new()
    {
        Seq = value.Seq,
        At = value.At,
        Conversation = value.Conversation,
        Content = value.Content,
    };

    public readonly InboxEntry ToValue() => new(Seq, At, Conversation, Content);
}

[GenerateSerializer, Alias("messagesync.sync-entry.surrogate"), Immutable]
internal struct SyncEntrySurrogate : ISurrogate<SyncEntrySurrogate, SyncEntry>
{
    [Id(0)] public InboxEntry Entry;
    [Id(1)] public InboxSeqNo Previous;
    [Id(2)] public Message? Message;

    public static SyncEntrySurrogate Of(in SyncEntry value) => new()
    {
        Entry = value.Entry,
        Previous = value.Previous,
        Message = value.Message,
    };

    public readonly SyncEntry ToValue() => new(Entry, Previous, Message);
}

[GenerateSerializer, Alias("messagesync.reset.surrogate"), Immutable]
internal struct ResetSurrogate : ISurrogate<ResetSurrogate, Reset>
{
    [Id(0)] public ResetReason Reason;
    [Id(1)] public InboxSeqNo Floor;

    public static ResetSurrogate Of(in Reset value) => new() { Reason = value.Reason, Floor = value.Floor };

    public readonly Reset ToValue() => new(Reason, Floor);
}

[GenerateSerializer, Alias("messagesync.sync-page.surrogate"), Immutable]
internal struct SyncPageSurrogate : ISurrogate<SyncPageSurrogate, SyncPage>
{
    [Id(0)] public SyncEntry[]? Entries;
    [Id(1)] public InboxSeqNo Cursor;
    [Id(2)] public InboxSeqNo Head;
    [Id(3)] public bool More;
    [Id(4)] public Reset? Reset;
    [Id(5)] public Epoch Epoch;

    public static SyncPageSurrogate Of(in SyncPage value) => new()
    {
        Entries = [.. value.Entries],
        Cursor = value.Cursor,
        Head = value.Head,
        More = value.More,
        Reset = value.Reset,
        Epoch = value.Epoch,
    };

    public readonly SyncPage ToValue() => new(Entries ?? [], Cursor, Head, More, Reset, Epoch);
}

[GenerateSerializer, Alias("messagesync.ended-streams.surrogate"), Immutable]
internal struct EndedStreamsSurrogate : ISurrogate<EndedStreamsSurrogate, EndedStreams>
{
    [Id(0)] public long Before;
    [Id(1)] public StreamEnd Why;

    public static EndedStreamsSurrogate Of(in EndedStreams value) => new() { Before = value.Before, Why = value.Why };

    public readonly EndedStreams ToValue() => new(Before, Why);
}

[GenerateSerializer, Alias("messagesync.inbox-watch.surrogate"), Immutable]
internal struct InboxWatchSurrogate : ISurrogate<InboxWatchSurrogate, InboxWatch>
{
    [Id(0)] public InboxSeqNo Head;
    [Id(1)] public ConversationId[]? LargeGroups;
    [Id(2)] public bool HasGroupNews;
    [Id(3)] public EndedStreams? Ended;

    public static InboxWatchSurrogate Of(in InboxWatch value) => new()
    {
        Head = value.Head,
        LargeGroups = [.. value.LargeGroups],
        HasGroupNews = value.HasGroupNews,
        Ended = value.Ended,
    };

    public readonly InboxWatch ToValue() => new(Head, LargeGroups ?? [], HasGroupNews, Ended);
}

[GenerateSerializer, Alias("messagesync.notify-receipt.surrogate"), Immutable]
internal struct NotifyReceiptSurrogate : ISurrogate<NotifyReceiptSurrogate, NotifyReceipt>
{
    [Id(0)] public bool Duplicate;

    public static NotifyReceiptSurrogate Of(in NotifyReceipt value) => new() { Duplicate = value.Duplicate };

    public readonly NotifyReceipt ToValue() => new(Duplicate);
}

[GenerateSerializer, Alias("messagesync.signal-pause.surrogate"), Immutable]
internal struct SignalPauseSurrogate : ISurrogate<SignalPauseSurrogate, SignalPause>
{
    [Id(0)] public TimeSpan For;

    public static SignalPauseSurrogate Of(in SignalPause value) => new() { For = value.For };

    public readonly SignalPause ToValue() => new(For);
}

[GenerateSerializer, Alias("messagesync.signal.surrogate"), Immutable]
internal struct SignalSurrogate : ISurrogate<SignalSurrogate, Signal>
{
    [Id(0)] public ConversationId Conversation;
    [Id(1)] public UserId From;
    [Id(2)] public string Name;
    [Id(3)] public string? Body;
    [Id(4)] public DateTimeOffset At;

    public static SignalSurrogate Of(in Signal value) => new()
    {
        Conversation = value.Conversation,
        From = value.From,
        Name = value.Name,
        Body = value.Body,
        At = value.At,
    };

    public readonly Signal ToValue() => new(Conversation, From, Name, Body, At);
}

[GenerateSerializer, Alias("messagesync.device.surrogate"), Immutable]
internal struct DeviceCursorSurrogate : ISurrogate<DeviceCursorSurrogate, DeviceCursor>
{
    [Id(0)] public DeviceId Device;
    [Id(1)] public InboxCursor? Acked;
    [Id(2)] public DateTimeOffset LastSeenAt;

    public static DeviceCursorSurrogate Of(in DeviceCursor value) => new()
    {
        Device = value.Device,
        Acked = value.Acked,
        LastSeenAt = value.LastSeenAt,
    };

    public readonly DeviceCursor ToValue() => new(Device, Acked, LastSeenAt);
}
