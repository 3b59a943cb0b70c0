namespace MessageSync.Orleans.Serialization;

// Refusals that carry facts, as they travel; the others are names alone. Ids are for ever.

[GenerateSerializer, Alias("messagesync.refusal.invalid-request.surrogate"), Immutable]
internal struct RefusalInvalidRequestSurrogate : ISurrogate<RefusalInvalidRequestSurrogate, Refusal.InvalidRequest>
{
    [Id(0)] public string Field;
    [Id(1)] public string Expected;

    public static RefusalInvalidRequestSurrogate Of(in Refusal.InvalidRequest value) => new()
    {
        Field = value.Field,
        Expected = value.Expected,
    };

    public readonly Refusal.InvalidRequest ToValue() => new(Field, Expected);
}

[GenerateSerializer, Alias("messagesync.refusal.invalid-id.surrogate"), Immutable]
internal struct RefusalInvalidIdSurrogate : ISurrogate<RefusalInvalidIdSurrogate, Refusal.InvalidId>
{
    [Id(0)] public string Field;

    public static RefusalInvalidIdSurrogate Of(in Refusal.InvalidId value) => new() { Field = value.Field };

    public readonly Refusal.InvalidId ToValue() => new(Field);
}

[GenerateSerializer, Alias("messagesync.refusal.conversation-full.surrogate"), Immutable]
internal struct RefusalConversationFullSurrogate : ISurrogate<RefusalConversationFullSurrogate, Refusal.ConversationFull>
{
    [Id(0)] public int MembersMax;

    public static RefusalConversationFullSurrogate Of(in Refusal.ConversationFull value) => new()
    {
        MembersMax = value.MembersMax,
    };

    public readonly Refusal.ConversationFull ToValue() => new(MembersMax);
}

[GenerateSerializer, Alias("messagesync.refusal.send-key-reused.surrogate"), Immutable]
internal struct RefusalSendKeyReusedSurrogate : ISurrogate<RefusalSendKeyReusedSurrogate, Refusal.SendKeyReused>
{
    [Id(0)] public SeqNo Seq;

    public static RefusalSendKeyReusedSurrogate Of(in Refusal.SendKeyReused value) => new() { Seq = value.Seq };

    public readonly Refusal.SendKeyReused ToValue() => new(Seq);
}

[GenerateSerializer, Alias("messagesync.refusal.version-conflict.surrogate"), Immutable]
internal struct RefusalVersionConflictSurrogate : ISurrogate<RefusalVersionConflictSurrogate, Refusal.VersionConflict>
{
    [Id(0)] public int Version;

    public static RefusalVersionConflictSurrogate Of(in Refusal.VersionConflict value) => new()
    {
        Version = value.Version,
    };

    public readonly Refusal.VersionConflict ToValue() => new(Version);
}

[GenerateSerializer, Alias("messagesync.refusal.recall-window-over.surrogate"), Immutable]
internal struct RefusalRecallWindowOverSurrogate : ISurrogate<RefusalRecallWindowOverSurrogate, Refusal.RecallWindowOver>
{
    [Id(0)] public TimeSpan Window;

    public static RefusalRecallWindowOverSurrogate Of(in Refusal.RecallWindowOver value) => new()
    {
        Window = value.Window,
    };

    public readonly Refusal.RecallWindowOver ToValue() => new(Window);
}

[GenerateSerializer, Alias("messagesync.refusal.beyond-head.surrogate"), Immutable]
internal struct RefusalBeyondHeadSurrogate : ISurrogate<RefusalBeyondHeadSurrogate, Refusal.BeyondHead>
{
    [Id(0)] public string Head;

    public static RefusalBeyondHeadSurrogate Of(in Refusal.BeyondHead value) => new() { Head = value.Head };

    public readonly Refusal.BeyondHead ToValue() => new(Head);
}

[GenerateSerializer, Alias("messagesync.refusal.rate-limited.surrogate"), Immutable]
internal struct RefusalRateLimitedSurrogate : ISurrogate<RefusalRateLimitedSurrogate, Refusal.RateLimited>
{
    [Id(0)] public TimeSpan RetryAfter;

    public static RefusalRateLimitedSurrogate Of(in Refusal.RateLimited value) => new()
    {
        RetryAfter = value.RetryAfter,
    };

    public readonly Refusal.RateLimited ToValue() => new(RetryAfter);
}

[GenerateSerializer, Alias("messagesync.refusal.overloaded.surrogate"), Immutable]
internal struct RefusalOverloadedSurrogate : ISurrogate<RefusalOverloadedSurrogate, Refusal.Overloaded>
{
    [Id(0)] public TimeSpan RetryAfter;

    public static RefusalOverloadedSurrogate Of(in Refusal.Overloaded value) => new()
    {
        RetryAfter = value.RetryAfter,
    };

    public readonly Refusal.Overloaded ToValue() => new(RetryAfter);
}
