using MessageSync.Orleans.Grains;
using MessageSync.Storage;

namespace MessageSync.Orleans.Serialization;

// What a grain and its store throw, as it travels: callers in other processes tell them apart. Ids are for ever.

[GenerateSerializer, Alias("messagesync.store-unavailable.surrogate"), Immutable]
internal struct StoreUnavailableSurrogate : ISurrogate<StoreUnavailableSurrogate, StoreUnavailableException>
{
    [Id(0)] public string Message;

    public static StoreUnavailableSurrogate Of(in StoreUnavailableException value) => new() { Message = value.Message };

    public readonly StoreUnavailableException ToValue() => new(Message);
}

[GenerateSerializer, Alias("messagesync.store-overloaded.surrogate"), Immutable]
internal struct StoreOverloadedSurrogate : ISurrogate<StoreOverloadedSurrogate, StoreOverloadedException>
{
    [Id(0)] public string Message;

    public static StoreOverloadedSurrogate Of(in StoreOverloadedException value) => new() { Message = value.Message };

    public readonly StoreOverloadedException ToValue() => new(Message);
}

[GenerateSerializer, Alias("messagesync.grain-failed.surrogate"), Immutable]
internal struct GrainFailedSurrogate : ISurrogate<GrainFailedSurrogate, GrainFailedException>
{
    [Id(0)] public string Text;

    public static GrainFailedSurrogate Of(in GrainFailedException value) => new() { Text = value.Message };

    public readonly GrainFailedException ToValue() => new(Text);
}
