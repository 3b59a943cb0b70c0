using System.Text.Json.Serialization;

namespace MessageSync;

/// <summary>Number of a durable change of one Timeline (message, membership, title, …): conversation order is change order. A mutation is known by it, too.</summary>
/// <param name="Value">0 for <see cref="None"/>, else 1, 2, 3 …</param>
[JsonConverter(typeof(NumberConverter<ChangeNo>))]
public readonly record struct ChangeNo(long Value) : IComparable<ChangeNo>, INumber<ChangeNo>
{
    /// <summary>Before the first.</summary>
    public static ChangeNo None => default;

    /// <summary>The one that follows.</summary>
    public ChangeNo Next() => new(Value + 1);

    /// <summary>The one before.</summary>
    public ChangeNo Previous() => new(Value - 1);

    static ChangeNo INumber<ChangeNo>.From(long number) => new(number);

    /// <inheritdoc/>
    public int CompareTo(ChangeNo other) => Value.CompareTo(other.Value);

    /// <summary>Less.</summary>
    public static bool operator <(ChangeNo left, ChangeNo right) => left.Value < right.Value;

    /// <summary>Greater.</summary>
    public static bool operator >(ChangeNo left, ChangeNo right) => left.Value > right.Value;

    /// <summary>Not greater.</summary>
    public static bool operator <=(ChangeNo left, ChangeNo right) => left.Value <= right.Value;

    /// <summary>Not less.</summary>
    public static bool operator >=(ChangeNo left, ChangeNo right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
