using System.Text.Json.Serialization;

namespace MessageSync;

/// <summary>A conversation: a Timeline is keyed by it. Ordered ordinally.</summary>
[JsonConverter(typeof(TextConverter<ConversationId>))]
public readonly record struct ConversationId : IComparable<ConversationId>, IText<ConversationId>
{
    private readonly string? _value;

    /// <summary>Takes the id as it is.</summary>
    /// <param name="value">1 to 128 characters of <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not such an id.</exception>
    public ConversationId(string value) => _value = IdText.Require(value, "conversation id");

    /// <summary>The id's text; empty only for <c>default</c>, which names nothing.</summary>
    public string Value => _value ?? "";

    static ConversationId IText<ConversationId>.From(string text) => new(text);

    /// <summary>Ordinal order.</summary>
    public int CompareTo(ConversationId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
