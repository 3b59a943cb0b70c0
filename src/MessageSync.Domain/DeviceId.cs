using System.Text.Json.Serialization;

namespace MessageSync;

/// <summary>One device of a user: one local store, one cursor.</summary>
[JsonConverter(typeof(TextConverter<DeviceId>))]
public readonly record struct DeviceId : IComparable<DeviceId>, IText<DeviceId>
{
    private readonly string? _value;

    /// <summary>Takes the id as it is.</summary>
    /// <param name="value">1 to 128 characters of <see cref="IdText"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not such an id.</exception>
    public DeviceId(string value) => _value = IdText.Require(value, "device id");

    /// <summary>The id's text; empty only for <c>default</c>, which names nothing.</summary>
    public string Value => _value ?? "";

    static DeviceId IText<DeviceId>.From(string text) => new(text);

    /// <summary>Ordinal order.</summary>
    public int CompareTo(DeviceId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
