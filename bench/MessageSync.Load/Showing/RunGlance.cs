using MessageSync.Load.Measuring;
using MessageSync.Load.Reporting;

namespace MessageSync.Load.Showing;

/// <summary>How a run stands at one moment.</summary>
/// <param name="Second">Seconds measured so far; negative in the warm-up.</param>
/// <param name="Part">How much of the window is over, warm-up included, 0 to 1.</param>
/// <param name="PerSecond">Operations that succeeded since the glance before, per second.</param>
/// <param name="P50">Median latency so far.</param>
/// <param name="P99">So far.</param>
/// <param name="Refused">Calls refused so far.</param>
/// <param name="Failed">Operations failed so far.</param>
/// <param name="UnderWay">Operations under way.</param>
/// <param name="Succeeded">Operations that succeeded so far.</param>
internal sealed record RunGlance(
    double Second, double Part, double PerSecond, TimeSpan P50, TimeSpan P99, long Refused, long Failed, long UnderWay,
    long Succeeded)
{
    /// <summary>Nothing counts yet.</summary>
    public bool IsWarmUp => Second < 0;

    /// <summary>Takes a glance.</summary>
    /// <param name="clock">The clock of the run.</param>
    /// <param name="window">What is measured.</param>
    /// <param name="recorder">The figures.</param>
    /// <param name="before">The glance before; null for the first.</param>
    public static RunGlance At(TimeProvider clock, Window window, Recorder recorder, RunGlance? before)
    {
        var now = clock.GetTimestamp();
        var second = clock.GetElapsedTime(window.Start, now).TotalSeconds;
        var passed = second - Math.Max(0, before?.Second ?? 0);
        var succeeded = recorder.Successes;
        return new(
            second,
            Math.Clamp((double)(now - window.Begin) / Math.Max(1, window.End - window.Begin), 0, 1),
            passed > 0 ? (succeeded - (before?.Succeeded ?? 0)) / passed : 0,
            recorder.Latency.Count > 0 ? recorder.Latency.Percentile(50) : default,
            recorder.Latency.Count > 0 ? recorder.Latency.Percentile(99) : default,
            recorder.Refusals.Values.Sum(), recorder.Errors.Values.Sum(), recorder.UnderWay, succeeded);
    }

    /// <summary>In one line.</summary>
    public override string ToString() =>
        $"{Numbers.Count(PerSecond)}/s  p50 {Numbers.Milliseconds(P50.TotalMilliseconds)}  "
        + $"p99 {Numbers.Milliseconds(P99.TotalMilliseconds)}  refused {Numbers.Count(Refused)}  "
        + $"errors {Numbers.Count(Failed)}  under way {Numbers.Count(UnderWay)}";
}
