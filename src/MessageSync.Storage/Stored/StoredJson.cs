using System.Text.Json;
using System.Text.Json.Serialization;
using MessageSync.FanOut;
using MessageSync.Inboxes;

namespace MessageSync.Storage.Stored;

/// <summary>What is stored as JSON.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Announcement))]
[JsonSerializable(typeof(EntryContent))]
[JsonSerializable(typeof(IReadOnlyList<Offer>), TypeInfoPropertyName = "Offers")]
internal sealed partial class StoredJson : JsonSerializerContext
{
    /// <summary>The content of an entry, as text.</summary>
    public static string Write(EntryContent content) => JsonSerializer.Serialize(content, Default.EntryContent);

    /// <summary>The content of an entry.</summary>
    public static EntryContent ReadContent(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.EntryContent) ?? throw new JsonException("An entry without content.");

    /// <summary>Offers, as text.</summary>
    public static string Write(IReadOnlyList<Offer> offers) => JsonSerializer.Serialize(offers, Default.Offers);

    /// <summary>Offers.</summary>
    public static IReadOnlyList<Offer> ReadOffers(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.Offers) ?? [];
}
