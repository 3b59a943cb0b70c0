using System.Collections.Concurrent;

namespace MessageSync.Load.Measuring;

/// <summary>
/// Takes in what became of every operation. Latency runs from the moment an operation was <i>meant</i> to begin to its
/// answer, and counts for every operation meant to begin within the window, whenever it was answered. Throughput counts
/// what was answered within the window. Safe from any thread.
/// </summary>
/// <param name="clock">The clock of the run.</param>
/// <param name="window">What counts.</param>
/// <param name="interval">The length of one point of the plots.</param>
/// <param name="intervals">How many points there are at most.</param>
internal sealed class Recorder(TimeProvider clock, Window window, TimeSpan interval, int intervals)
{
    private readonly Interval?[] _intervals = new Interval?[intervals];
    private readonly ConcurrentDictionary<string, long> _refusals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _errors = new(StringComparer.Ordinal);
    private long _succeeded;
    private long _started;
    private long _ended;
    private long _unfinished;
    private long _notStarted;

    /// <summary>From the intended begin to the good answer; of unfinished ones, to where they were given up.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>From the intended begin to the real one: what the driver itself, or its limit, held back.</summary>
    public LatencyHistogram Lateness { get; } = new();

    /// <summary>From the begin of a call to its refusal.</summary>
    public LatencyHistogram RefusalLatency { get; } = new();

    /// <summary>How long those had waited that were given up at the end.</summary>
    public LatencyHistogram Age { get; } = new();

    /// <summary>Calls that were refused, by slug.</summary>
    public IReadOnlyDictionary<string, long> Refusals => Sorted(_refusals);

    /// <summary>Operations that failed, by kind.</summary>
    public IReadOnlyDictionary<string, long> Errors => Sorted(_errors);

    /// <summary>Operations meant to begin within the window that were answered as hoped, whenever.</summary>
    public long Successes => Interlocked.Read(ref _succeeded);

    /// <summary>Operations begun but not answered when the run gave up waiting.</summary>
    public long Unfinished => Interlocked.Read(ref _unfinished);

    /// <summary>Operations that were due and could not be begun before the end.</summary>
    public long NotStarted => Interlocked.Read(ref _notStarted);

    /// <summary>Operations under way now, warm-up included.</summary>
    public long UnderWay => Interlocked.Read(ref _started) - Interlocked.Read(ref _ended);

    /// <summary>The length of one point.</summary>
    public TimeSpan IntervalLength => interval;

    /// <summary>The points up to the end of the window; where nothing was answered, null.</summary>
    public IReadOnlyList<Interval?> Intervals =>
        _intervals[..Math.Min(intervals, (int)Math.Ceiling(window.Measured / interval))];

    /// <summary>An operation begins.</summary>
    /// <param name="intended">When it should have.</param>
    public void Started(long intended)
    {
        Interlocked.Increment(ref _started);
        if (window.Counts(intended)) Lateness.Record(clock.GetElapsedTime(intended));
    }

    /// <summary>An operation was answered as hoped.</summary>
    /// <param name="intended">When it should have begun.</param>
    /// <param name="items">What it brought.</param>
    public void Succeeded(long intended, int items)
    {
        Interlocked.Increment(ref _ended);
        var now = clock.GetTimestamp();
        var latency = clock.GetElapsedTime(intended, now);
        if (window.Counts(intended))
        {
            Interlocked.Increment(ref _succeeded);
            Latency.Record(latency);
        }
        At(now)?.Success(latency, items);
    }

    /// <summary>A call was refused; the operation may go on.</summary>
    /// <param name="began">When the call began.</param>
    /// <param name="slug">As what.</param>
    public void Refused(long began, string slug)
    {
        var now = clock.GetTimestamp();
        if (At(now) is not { } point) return;

        point.Refusal();
        RefusalLatency.Record(clock.GetElapsedTime(began, now));
        _refusals.AddOrUpdate(slug, 1, (_, count) => count + 1);
    }

    /// <summary>A refused operation is not tried again.</summary>
    public void GivenUp() => Interlocked.Increment(ref _ended);

    /// <summary>An operation failed. Errors count in the warm-up too: none is fine.</summary>
    /// <param name="kind">How.</param>
    public void Failed(string kind)
    {
        Interlocked.Increment(ref _ended);
        At(clock.GetTimestamp())?.Failure();
        _errors.AddOrUpdate(kind, 1, (_, count) => count + 1);
    }

    /// <summary>An operation was still under way when the run gave up waiting.</summary>
    public void LeftBehind(long intended) => Abandon(intended, ref _unfinished);

    /// <summary>An operation was due and never begun.</summary>
    public void NeverStarted(long intended)
    {
        Interlocked.Increment(ref _started);
        Abandon(intended, ref _notStarted);
    }

    private void Abandon(long intended, ref long counter)
    {
        Interlocked.Increment(ref _ended);
        if (!window.Counts(intended)) return;

        Interlocked.Increment(ref counter);
        var age = clock.GetElapsedTime(intended);
        Age.Record(age);
        Latency.Record(age);
    }

    private Interval? At(long now)
    {
        if (!window.Counts(now)) return null;

        var index = (int)(clock.GetElapsedTime(window.Start, now) / interval);
        if (index >= _intervals.Length) return null;

        return Volatile.Read(ref _intervals[index]) ?? Make(ref _intervals[index]);
    }

    private static Interval Make(ref Interval? place)
    {
        var made = new Interval();
        return Interlocked.CompareExchange(ref place, made, null) ?? made;
    }

    private static SortedDictionary<string, long> Sorted(IDictionary<string, long> counts) =>
        new(counts, StringComparer.Ordinal);
}
