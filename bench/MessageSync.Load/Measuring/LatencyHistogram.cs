using System.Numerics;

namespace MessageSync.Load.Measuring;

/// <summary>
/// Counts durations in buckets whose width grows with the duration (linear within each power of two). A percentile read
/// from it is never below the exact one, and above it by at most one part in 2^precision. Sum, least and greatest are
/// exact. Recording is one interlocked addition per figure, from any thread; reading while others record shows some
/// moment of each figure.
/// </summary>
/// <remarks>The exact percentile meant is the nearest rank: the least recorded value that at least p % do not exceed.
/// </remarks>
internal sealed class LatencyHistogram
{
    /// <summary>Precision of what ends up in a report: percentiles are at most 1/128, below 0.8 %, too high.</summary>
    public const int FinePrecision = 7;

    /// <summary>Precision for one point of a plot: at most 1/32, 3.2 %, too high, in an eighth of the memory.</summary>
    public const int CoarsePrecision = 5;

    /// <summary>Longest duration told apart from longer ones, about 73 minutes; only the greatest is exact beyond.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromTicks(NanosecondsMax / TimeSpan.NanosecondsPerTick);

    private const int BitsMax = 42;
    private const long NanosecondsMax = (1L << BitsMax) - 1;

    private readonly int _precision;
    private readonly long[] _buckets;
    private long _count;
    private long _sum;
    private long _least = long.MaxValue;
    private long _greatest = -1;

    /// <summary>An empty one.</summary>
    /// <param name="precision">1 to 10; memory is about (42 - precision) · 2^precision numbers of 8 bytes.</param>
    public LatencyHistogram(int precision = FinePrecision)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 10);
        _precision = precision;
        _buckets = new long[IndexOf(NanosecondsMax) + 1];
    }

    /// <summary>How many durations were recorded.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The shortest; zero while empty.</summary>
    public TimeSpan Least => Count == 0 ? TimeSpan.Zero : Duration(Interlocked.Read(ref _least));

    /// <summary>The longest; zero while empty.</summary>
    public TimeSpan Greatest => Count == 0 ? TimeSpan.Zero : Duration(Interlocked.Read(ref _greatest));

    /// <summary>The mean; zero while empty.</summary>
    public TimeSpan Mean => Count is > 0 and var count ? Duration(Interlocked.Read(ref _sum) / count) : TimeSpan.Zero;

    /// <summary>Takes in one duration; a negative one as zero.</summary>
    public void Record(TimeSpan duration)
    {
        var nanoseconds = Math.Max(0, duration.Ticks) * TimeSpan.NanosecondsPerTick;
        Interlocked.Increment(ref _buckets[IndexOf(Math.Min(nanoseconds, NanosecondsMax))]);
        Interlocked.Add(ref _sum, nanoseconds);
        Lower(ref _least, nanoseconds);
        Raise(ref _greatest, nanoseconds);
        Interlocked.Increment(ref _count);
    }

    /// <summary>The duration that <paramref name="percent"/> of all do not exceed; zero while empty.</summary>
    /// <param name="percent">Above 0, up to 100; 100 is the exact greatest.</param>
    public TimeSpan Percentile(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);

        var count = Count;
        // Rounded first: 99.9 % of 1000 is 999, not the 999.0000000000001 of binary fractions.
        var rank = (long)Math.Ceiling(Math.Round(percent / 100 * count, 6));
        if (count == 0 || rank >= count) return Greatest;

        long seen = 0;
        for (var i = 0; i < _buckets.Length; i++)
        {
            seen += Interlocked.Read(ref _buckets[i]);
            if (seen >= rank) return Duration(Math.Min(HighestIn(i), Interlocked.Read(ref _greatest)));
        }
        return Greatest;
    }

    private static TimeSpan Duration(long nanoseconds) => new(nanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>Values below 2^precision have a bucket each; from there on each power of two has 2^precision.</summary>
    private int IndexOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - _precision);
        return (shift << _precision) + (int)(value >> shift);
    }

    private long HighestIn(int index)
    {
        var shift = Math.Max(0, (index >> _precision) - 1);
        return ((index - ((long)shift << _precision) + 1) << shift) - 1;
    }

    private static void Raise(ref long place, long value)
    {
        for (var seen = Interlocked.Read(ref place); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    private static void Lower(ref long place, long value)
    {
        for (var seen = Interlocked.Read(ref place); value < seen;)
        {
            var before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
