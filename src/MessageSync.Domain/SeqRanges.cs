using System.Collections;

namespace MessageSync;

/// <summary>An immutable set of sequence numbers as ascending ranges that neither overlap nor touch.</summary>
public sealed class SeqRanges : IReadOnlyList<SeqRange>
{
    private readonly List<SeqRange> _ranges;

    private SeqRanges(List<SeqRange> ranges) => _ranges = ranges;

    /// <summary>The empty set.</summary>
    public static SeqRanges Empty { get; } = new([]);

    /// <summary>How many ranges, not how many numbers.</summary>
    public int Count => _ranges.Count;

    /// <summary>How many numbers.</summary>
    public long Size => _ranges.Sum(range => range.Count);

    /// <summary>The <paramref name="index"/>th range, ascending.</summary>
    public SeqRange this[int index] => _ranges[index];

    /// <summary>The union of any ranges, in any order.</summary>
    public static SeqRanges Of(IEnumerable<SeqRange> ranges)
    {
        var merged = new List<SeqRange>();
        foreach (var range in ranges.Where(range => !range.IsEmpty).OrderBy(range => range.From))
        {
            if (merged.Count > 0 && range.From.Previous() <= merged[^1].To)
                merged[^1] = merged[^1] with { To = range.To > merged[^1].To ? range.To : merged[^1].To };
            else
                merged.Add(range);
        }
        return new(merged);
    }

    /// <summary>What lies in this set and not in <paramref name="others"/>.</summary>
    public SeqRanges Minus(SeqRanges others)
    {
        if (others.Count == 0) return this;

        var left = new List<SeqRange>();
        foreach (var range in _ranges)
        {
            var (rest, covered) = (range, false);
            foreach (var other in others._ranges)
            {
                if (other.To < rest.From) continue;
                if (other.From > rest.To) break;
                if (other.From > rest.From) left.Add(rest with { To = other.From.Previous() });
                covered = other.To >= rest.To;
                if (covered) break;
                rest = rest with { From = other.To.Next() };
            }
            if (!covered) left.Add(rest);
        }
        return new(left);
    }

    /// <summary>What lies in this set and in <paramref name="range"/>.</summary>
    public SeqRanges Within(SeqRange range) =>
        new(_ranges.Select(own => own.Intersect(range)).Where(own => !own.IsEmpty).ToList());

    /// <summary>True when <paramref name="seq"/> lies in the set.</summary>
    public bool Contains(SeqNo seq) => _ranges.Exists(range => range.Contains(seq));

    /// <summary>The greatest number of the set, <see cref="SeqNo.None"/> when empty.</summary>
    public SeqNo Last => _ranges.Count == 0 ? SeqNo.None : _ranges[^1].To;

    /// <summary>The lowest <paramref name="count"/> numbers.</summary>
    public SeqRanges Lowest(int count)
    {
        var taken = new List<SeqRange>();
        foreach (var range in _ranges)
        {
            if (count <= 0) break;
            var part = range with { To = new(Math.Min(range.To.Value, range.From.Value + count - 1)) };
            taken.Add(part);
            count -= (int)part.Count;
        }
        return new(taken);
    }

    /// <summary>The greatest <paramref name="count"/> numbers.</summary>
    public SeqRanges Greatest(int count)
    {
        var taken = new List<SeqRange>();
        for (var i = _ranges.Count - 1; i >= 0 && count > 0; i--)
        {
            var part = _ranges[i] with { From = new(Math.Max(_ranges[i].From.Value, _ranges[i].To.Value - count + 1)) };
            taken.Insert(0, part);
            count -= (int)part.Count;
        }
        return new(taken);
    }

    /// <inheritdoc/>
    public IEnumerator<SeqRange> GetEnumerator() => _ranges.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
