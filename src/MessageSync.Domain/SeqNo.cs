using System.Text.Json.Serialization;

namespace MessageSync;

/// <summary>Position of a message in one Timeline: 1, 2, 3 … without a gap, never reused.</summary>
/// <param name="Value">0 for <see cref="None"/>, else 1, 2, 3 …</param>
[JsonConverter(typeof(NumberConverter<SeqNo>))]
public readonly record struct SeqNo(long Value) : IComparable<SeqNo>, INumber<SeqNo>
{
    /// <summary>Before the first.</summary>
    public static SeqNo None => default;

    /// <summary>The one that follows.</summary>
    public SeqNo Next() => new(Value + 1);

    /// <summary>The one before.</summary>
    public SeqNo Previous() => new(Value - 1);

    static SeqNo INumber<SeqNo>.From(long number) => new(number);

    /// <inheritdoc/>
    public int CompareTo(SeqNo other) => Value.CompareTo(other.Value);

    /// <summary>Less.</summary>
    public static bool operator <(SeqNo left, SeqNo right) => left.Value < right.Value;

    /// <summary>Greater.</summary>
    public static bool operator >(SeqNo left, SeqNo right) => left.Value > right.Value;

    /// <summary>Not greater.</summary>
    public static bool operator <=(SeqNo left, SeqNo right) => left.Value <= right.Value;

    /// <summary>Not less.</summary>
    public static bool operator >=(SeqNo left, SeqNo right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
