using System.Text.Json;
using System.Text.Json.Serialization;

namespace MessageSync.Client;

/// <summary>An immutable set of sequence numbers as ascending ranges that neither overlap nor touch.</summary>
[JsonConverter(typeof(SeqRangesConverter))]
public sealed class SeqRanges : IEquatable<SeqRanges>
{
    private readonly SeqRange[] _ranges;

    private SeqRanges(SeqRange[] ranges) => _ranges = ranges;

    /// <summary>The empty set.</summary>
    public static SeqRanges Empty { get; } = new([]);

    /// <summary>The ranges, ascending.</summary>
    public IReadOnlyList<SeqRange> Ranges => _ranges;

    /// <summary>True when no number is in the set.</summary>
    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>The least number; 0 when empty.</summary>
    public long First => IsEmpty ? 0 : _ranges[0].From;

    /// <summary>The greatest number; 0 when empty.</summary>
    public long Last => IsEmpty ? 0 : _ranges[^1].To;

    /// <summary>The union of any ranges, in any order.</summary>
    public static SeqRanges Of(params IEnumerable<SeqRange> ranges)
    {
        var merged = new List<SeqRange>();
        foreach (var range in ranges.Where(range => !range.IsEmpty).OrderBy(range => range.From))
        {
            if (merged.Count > 0 && range.From - 1 <= merged[^1].To)
                merged[^1] = merged[^1] with { To = Math.Max(range.To, merged[^1].To) };
            else
                merged.Add(range);
        }
        return merged.Count == 0 ? Empty : new([.. merged]);
    }

    /// <summary>This set and <paramref name="ranges"/>.</summary>
    public SeqRanges With(params IEnumerable<SeqRange> ranges) => Of(_ranges.Concat(ranges));

    /// <summary>True when <paramref name="seq"/> is in the set.</summary>
    public bool Contains(long seq) => Array.Exists(_ranges, range => range.Contains(seq));

    /// <summary>The last number reached from <paramref name="seq"/> upwards without a hole, <paramref name="seq"/>
    /// itself
    /// not asked for.</summary>
    public long ReachFrom(long seq) =>
        Array.Find(_ranges, range => range.From - 1 <= seq && seq <= range.To) is { To: > 0 } found ? found.To : seq;

    /// <summary>What of <paramref name="range"/> is not in the set, ascending.</summary>
    public IReadOnlyList<SeqRange> HolesIn(SeqRange range)
    {
        var (holes, from) = (new List<SeqRange>(), range.From);
        foreach (var own in _ranges)
        {
            if (own.To < from) continue;
            if (own.From > range.To) break;
            if (own.From > from) holes.Add(new(from, own.From - 1));
            from = own.To + 1;
        }
        if (from <= range.To) holes.Add(range with { From = from });
        return holes;
    }

    /// <inheritdoc/>
    public bool Equals(SeqRanges? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SeqRanges);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_ranges.Length, First, Last);

    /// <summary>As <c>1-5 8-9</c>.</summary>
    public override string ToString() => string.Join(' ', _ranges.Select(range => $"{range.From}-{range.To}"));
}

internal sealed class SeqRangesConverter : JsonConverter<SeqRanges>
{
    private static readonly SeqRangeConverter s_range = new();

    public override SeqRanges Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var ranges = new List<SeqRange>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            ranges.Add(s_range.Read(ref reader, typeof(SeqRange), options));
        return SeqRanges.Of(ranges);
    }

    public override void Write(Utf8JsonWriter writer, SeqRanges value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var range in value.Ranges) s_range.Write(writer, range, options);
        writer.WriteEndArray();
    }
}
