using System.Text.Json.Serialization;

namespace MessageSync;

/// <summary>A token of the store's life: it changes when an older backup is put back, and with it every cursor.</summary>
[JsonConverter(typeof(TextConverter<Epoch>))]
public readonly record struct Epoch : IText<Epoch>
{
    /// <summary>Characters of an epoch.</summary>
    public const int Length = 8;

    private readonly string? _value;

    /// <summary>Takes it as it is.</summary>
    /// <param name="value"><see cref="Length"/> characters <c>0-9a-f</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not such a token.</exception>
    public Epoch(string value) => _value = value.Length == Length && value.All(char.IsAsciiHexDigitLower)
        ? value
        : throw new ArgumentException("An epoch is 8 digits of 0-9a-f.", nameof(value));

    /// <summary>The token.</summary>
    public string Value => _value ?? "";

    static Epoch IText<Epoch>.From(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
