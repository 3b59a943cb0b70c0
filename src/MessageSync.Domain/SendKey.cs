using System.Text.Json.Serialization;

namespace MessageSync;

/// <summary>Chosen by the sender of a message: (conversation, sender, send key) names one message for ever.</summary>
[JsonConverter(typeof(TextConverter<SendKey>))]
public readonly record struct SendKey : IComparable<SendKey>, IText<SendKey>
{
    private readonly string? _value;

    /// <summary>Takes the id as it is.</summary>
    /// <param name="value">1 to 64 characters of <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not such an id.</exception>
    public SendKey(string value) => _value = IdText.Require(value, 64, "send key");

    /// <summary>The id's text; empty only for <c>default</c>, which names nothing.</summary>
    public string Value => _value ?? "";

    static SendKey IText<SendKey>.From(string text) => new(text);

    /// <summary>Ordinal order.</summary>
    public int CompareTo(SendKey other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
