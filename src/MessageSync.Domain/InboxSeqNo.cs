using System.Text.Json.Serialization;

namespace MessageSync;

/// <summary>Position of an entry in one Inbox: increasing, never reused, also not by an Inbox that ran empty.</summary>
/// <param name="Value">0 for <see cref="None"/>, else 1, 2, 3 …</param>
[JsonConverter(typeof(NumberConverter<InboxSeqNo>))]
public readonly record struct InboxSeqNo(long Value) : IComparable<InboxSeqNo>, INumber<InboxSeqNo>
{
    /// <summary>Before the first.</summary>
    public static InboxSeqNo None => default;

    /// <summary>The one that follows.</summary>
    public InboxSeqNo Next() => new(Value + 1);

    /// <summary>The one before.</summary>
    public InboxSeqNo Previous() => new(Value - 1);

    static InboxSeqNo INumber<InboxSeqNo>.From(long number) => new(number);

    /// <inheritdoc/>
    public int CompareTo(InboxSeqNo other) => Value.CompareTo(other.Value);

    /// <summary>Less.</summary>
    public static bool operator <(InboxSeqNo left, InboxSeqNo right) => left.Value < right.Value;

    /// <summary>Greater.</summary>
    public static bool operator >(InboxSeqNo left, InboxSeqNo right) => left.Value > right.Value;

    /// <summary>Not greater.</summary>
    public static bool operator <=(InboxSeqNo left, InboxSeqNo right) => left.Value <= right.Value;

    /// <summary>Not less.</summary>
    public static bool operator >=(InboxSeqNo left, InboxSeqNo right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
