using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MessageSync.Http;

/// <summary>How responses are written. The relaxed encoder is safe here: nothing is served as HTML, and
/// <c>nosniff</c> keeps a browser from guessing.</summary>
internal static class Json
{
    private static readonly JavaScriptEncoder s_encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The greatest whole number that every JSON reader keeps exactly.</summary>
    public const long NumberMax = (1L << 53) - 1;

    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = s_encoder };

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = s_encoder,
        Converters = { new TimeConverter() },
        TypeInfoResolver = ShapesContext.Default,
    };
}

/// <summary>RFC 3339 in UTC with exactly three decimals.</summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int Length = 24;
    private const int LengthOfO = 28;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.ParseExact(
            reader.GetString()!, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        // Of seven decimals four are cut off: "O" has a fast way of its own, other formats are read letter by letter.
        Span<byte> text = stackalloc byte[LengthOfO];
        value.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[Length - 1] = (byte)'Z';
        writer.WriteStringValue(text[..Length]);
    }
}

[JsonSerializable(typeof(ConversationShape))]
[JsonSerializable(typeof(ConversationListShape))]
[JsonSerializable(typeof(MembersPageShape))]
[JsonSerializable(typeof(MessageShape))]
[JsonSerializable(typeof(RoamingPageShape))]
[JsonSerializable(typeof(SomeMessagesShape))]
[JsonSerializable(typeof(SendReceiptShape))]
[JsonSerializable(typeof(ExplanationShape))]
[JsonSerializable(typeof(HiddenShape))]
[JsonSerializable(typeof(MutationsPageShape))]
[JsonSerializable(typeof(SyncReplyShape))]
[JsonSerializable(typeof(EntryShape))]
[JsonSerializable(typeof(CaughtUpShape))]
[JsonSerializable(typeof(ConflictShape))]
[JsonSerializable(typeof(SignalShape))]
[JsonSerializable(typeof(NotifyReceiptShape))]
[JsonSerializable(typeof(DevicesShape))]
[JsonSerializable(typeof(TokenShape))]
[JsonSerializable(typeof(HealthShape))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(int))]
internal sealed partial class ShapesContext : JsonSerializerContext;
