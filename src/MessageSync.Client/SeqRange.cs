using System.Text.Json;
using System.Text.Json.Serialization;

namespace MessageSync.Client;

/// <summary>A run of sequence numbers, both ends included; on the wire <c>[from,to]</c>.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last; less than <paramref name="From"/> when the range is empty.</param>
[JsonConverter(typeof(SeqRangeConverter))]
public readonly record struct SeqRange(long From, long To)
{
    /// <summary>True when no number lies in it.</summary>
    public bool IsEmpty => To < From;

    /// <summary>True when <paramref name="seq"/> lies in it.</summary>
    public bool Contains(long seq) => seq >= From && seq <= To;
}

internal sealed class SeqRangeConverter : JsonConverter<SeqRange>
{
    public override SeqRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray);
        var from = Number(ref reader);
        var to = Number(ref reader);
        Expect(reader.Read() && reader.TokenType == JsonTokenType.EndArray);
        return new(from, to);
    }

    public override void Write(Utf8JsonWriter writer, SeqRange value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue(value.From);
        writer.WriteNumberValue(value.To);
        writer.WriteEndArray();
    }

    private static long Number(ref Utf8JsonReader reader)
    {
        Expect(reader.Read() && reader.TokenType == JsonTokenType.Number);
        return reader.GetInt64();
    }

    private static void Expect(bool isSo)
    {
        if (!isSo) throw new JsonException("A range is two numbers: [from,to].");
    }
}
