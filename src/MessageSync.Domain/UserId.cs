using System.Text.Json.Serialization;

namespace MessageSync;

/// <summary>A user of the chat backend: an Inbox is keyed by it. Ordered ordinally.</summary>
[JsonConverter(typeof(TextConverter<UserId>))]
public readonly record struct UserId : IComparable<UserId>, IText<UserId>
{
    private readonly string? _value;

    /// <summary>Takes the id as it is.</summary>
    /// <param name="value">1 to 128 characters of <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not such an id.</exception>
    public UserId(string value) => _value = IdText.Require(value, "user id");

    /// <summary>The id's text; empty only for <c>default</c>, which names nothing.</summary>
    public string Value => _value ?? "";

    static UserId IText<UserId>.From(string text) => new(text);

    /// <summary>Ordinal order.</summary>
    public int CompareTo(UserId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
