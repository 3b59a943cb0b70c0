using System.Text.Json.Serialization;

namespace MessageSync;

/// <summary>Chosen by the sender of a message: (conversation, sender, send key) names one message for ever.</summary>
[JsonConverter(typeof(TextConverter<SendKey>))]
public readonly record struct SendKey : IComparable<SendKey>, IText<SendKey>
{
    /// <summary>Most characters of a send key.</summary>
    public const int LengthMax = 64;

    private readonly string? _value;

    /// <summary>Takes the key as it is.</summary>
    /// <param name="value">1 to <see cref="LengthMax"/> characters of the alphabet of ids (<see cref="IdText"/>).</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not such a key.</exception>
    public SendKey(string value) => _value = IsKey(value)
        ? value
        : throw new ArgumentException("Not a send key: 1 to 64 of A-Z a-z 0-9 . _ - : @.", nameof(value));

    /// <summary>True for the text of a send key.</summary>
    public static bool IsKey(string? text) => IdText.IsOfAlphabet(text, LengthMax);

    /// <summary>The key's text; empty only for <c>default</c>, which names nothing.</summary>
    public string Value => _value ?? "";

    static SendKey IText<SendKey>.From(string text) => new(text);

    /// <summary>Ordinal order.</summary>
    public int CompareTo(SendKey other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
