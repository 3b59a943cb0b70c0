using System.Text.Json;
using System.Text.Json.Serialization;

namespace MessageSync;

/// <summary>A value that is one piece of text in every stored and transported form.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IText<TSelf> where TSelf : struct, IText<TSelf>
{
    /// <summary>The text.</summary>
    string Value { get; }

    /// <summary>The value of this text.</summary>
    /// <exception cref="ArgumentException">The text is not one.</exception>
    static abstract TSelf From(string text);
}

/// <summary>A value that is one whole number in every stored and transported form.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface INumber<TSelf> where TSelf : struct, INumber<TSelf>
{
    /// <summary>The number.</summary>
    long Value { get; }

    /// <summary>The value of this number.</summary>
    static abstract TSelf From(long number);
}

/// <summary>Writes an <see cref="IText{TSelf}"/> as a plain JSON string.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class TextConverter<T> : JsonConverter<T> where T : struct, IText<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: > 0 } text ? T.From(text) : default;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);
}

/// <summary>Writes an <see cref="INumber{TSelf}"/> as a plain JSON number.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class NumberConverter<T> : JsonConverter<T> where T : struct, INumber<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.From(reader.GetInt64());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Value);
}
