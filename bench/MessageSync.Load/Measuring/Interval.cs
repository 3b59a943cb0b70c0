namespace MessageSync.Load.Measuring;

/// <summary>What was answered within one piece of the measured time: one point of the plots. Safe from any thread.
/// </summary>
internal sealed class Interval
{
    private long _succeeded;
    private long _items;
    private long _refused;
    private long _failed;

    /// <summary>Operations that succeeded.</summary>
    public long Succeeded => Interlocked.Read(ref _succeeded);

    /// <summary>What they brought: messages, entries.</summary>
    public long Items => Interlocked.Read(ref _items);

    /// <summary>Calls that were refused.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Operations that failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Of those that succeeded.</summary>
    public LatencyHistogram Latency { get; } = new(LatencyHistogram.CoarsePrecision);

    /// <summary>Counts a success.</summary>
    public void Success(TimeSpan latency, int items)
    {
        Interlocked.Increment(ref _succeeded);
        Interlocked.Add(ref _items, items);
        Latency.Record(latency);
    }

    /// <summary>Counts a refusal.</summary>
    public void Refusal() => Interlocked.Increment(ref _refused);

    /// <summary>Counts a failure.</summary>
    public void Failure() => Interlocked.Increment(ref _failed);
}
