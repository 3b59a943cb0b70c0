namespace MessageSync.Figures;

/// <summary>How long many calls took, counted by hundredths of a millisecond up to 20 s: constant in memory, so that
/// measuring disturbs what is measured as little as may be. Thread-safe.</summary>
internal sealed class Latencies
{
    private const int PerMillisecond = 100;
    private readonly int[] _counts = new int[20_000 * PerMillisecond];
    private int _count;

    /// <summary>How many there were.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(double milliseconds)
    {
        var slot = (int)Math.Clamp(milliseconds * PerMillisecond, 0, _counts.Length - 1);
        Interlocked.Increment(ref _counts[slot]);
        Interlocked.Increment(ref _count);
    }

    /// <summary>What so many of a hundred stay below, in milliseconds; 0 where there were none.</summary>
    public double At(int percent)
    {
        var rest = (long)Math.Ceiling(Count * (percent / 100.0));
        for (var slot = 0; slot < _counts.Length; slot++)
        {
            rest -= _counts[slot];
            if (rest <= 0) return (double)slot / PerMillisecond;
        }
        return (double)_counts.Length / PerMillisecond;
    }
}
