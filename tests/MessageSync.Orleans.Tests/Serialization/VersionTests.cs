using MessageSync.Inboxes;
using MessageSync.Orleans.Serialization;
using MessageSync.Timelines;
using Orleans.Serialization.Configuration;

namespace MessageSync.Orleans.Tests.Serialization;

/// <summary>Silos of two versions in one cluster, while it is upgraded.</summary>
public sealed class VersionTests : IDisposable
{
    private static readonly SendMessage s_send =
        new(new(new("ann"), new DeviceId("phone")), new("k1"), new("Hi"u8.ToArray(), IsText: true, "text/plain"));

    private static readonly Offer s_offer = new(new("tea"), new(7), new EntryContent.Message(new(3)));

    private readonly Wire _present = new();

    public void Dispose() => _present.Dispose();

    [Fact]
    public void An_older_version_passes_over_what_it_does_not_know()
    {
        using var newer = new Wire(Instead<SendMessage, SendMessageSurrogate, NewerSend>);

        var read = _present.Read<SendMessage>(newer.Write(s_send));

        Assert.Equal(s_send, read);
    }

    [Fact]
    public void A_newer_version_reads_what_an_older_one_did_not_write_as_by_default()
    {
        using var older = new Wire(Instead<Offer, OfferSurrogate, OlderOffer>);

        var read = _present.Read<Offer>(older.Write(s_offer with { First = new(new(1), new(1)) }));

        Assert.Equal(s_offer, read);
    }

    private static void Instead<T, TPresent, TOther>(TypeManifestOptions options)
        where TPresent : struct, ISurrogate<TPresent, T>
        where TOther : struct, ISurrogate<TOther, T>
    {
        Assert.True(options.Converters.Remove(typeof(SurrogateConverter<T, TPresent>)));
        options.Converters.Add(typeof(SurrogateConverter<T, TOther>));
    }
}

/// <summary>A send as a later version might write it.</summary>
[GenerateSerializer]
internal struct NewerSend : ISurrogate<NewerSend, SendMessage>
{
    [Id(0)] public Caller Caller;
    [Id(1)] public SendKey SendKey;
    [Id(2)] public MessageBody Body;
    [Id(3)] public DateTimeOffset? At;
    [Id(4)] public string[] Labels;

    public static NewerSend Of(in SendMessage value) => new()
    {
        Caller = value.Caller,
        SendKey = value.SendKey,
        Body = value.Body,
        At = value.At,
        Labels = ["new"],
    };

    public readonly SendMessage ToValue() => new(Caller, SendKey, Body) { At = At };
}

/// <summary>An offer as a version wrote it that knew no <see cref="Offer.First"/>.</summary>
[GenerateSerializer]
internal struct OlderOffer : ISurrogate<OlderOffer, Offer>
{
    [Id(0)] public ConversationId Conversation;
    [Id(1)] public ChangeNo Change;
    [Id(2)] public EntryContent Content;

    public static OlderOffer Of(in Offer value) =>
        new() { Conversation = value.Conversation, Change = value.Change, Content = value.Content };

    public readonly Offer ToValue() => new(Conversation, Change, Content);
}
