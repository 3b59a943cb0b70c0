using MessageSync.Load.Auditing;
using MessageSync.Load.Measuring;
using MessageSync.Load.Mixes;

namespace MessageSync.Load.Reporting;

/// <summary>Everything that a run has to say. Times are in milliseconds, rates per second.</summary>
internal sealed record Report
{
    /// <summary>The percentiles of the table.</summary>
    public static readonly IReadOnlyList<double> Shown = [50, 90, 99, 99.9];

    /// <summary>Where and when.</summary>
    public required Conditions Conditions { get; init; }

    /// <summary>The name of the mix.</summary>
    public required string Mix { get; init; }

    /// <summary>What one operation was.</summary>
    public required string Description { get; init; }

    /// <summary>What operations are called.</summary>
    public required string Operations { get; init; }

    /// <summary>What they bring; null where that is the same.</summary>
    public required string? Items { get; init; }

    /// <summary>What was under load.</summary>
    public required string Target { get; init; }

    /// <summary>The options of the run, by name.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>Seconds measured.</summary>
    public required double MeasuredSeconds { get; init; }

    /// <summary>A person ended it early.</summary>
    public required bool Stopped { get; init; }

    /// <summary>True when something was measured, nothing failed and everything acknowledged was found.</summary>
    public required bool IsGood { get; init; }

    /// <summary>Operations that succeeded.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Operations answered within the measured time, per second.</summary>
    public required double OperationsPerSecond { get; init; }

    /// <summary>Of an open loop: operations that were due within the measured time, per second; null of a closed one.
    /// </summary>
    public required double? DuePerSecond { get; init; }

    /// <summary>True when less was answered than was due, by more than a twentieth.</summary>
    public bool FellBehind => OperationsPerSecond < DuePerSecond * 0.95;

    /// <summary>What they brought, per second.</summary>
    public required double ItemsPerSecond { get; init; }

    /// <summary>From the intended begin to the answer; unfinished operations with the time they had waited.</summary>
    public required Distribution Latency { get; init; }

    /// <summary>The same by percentile, for the plot.</summary>
    public required IReadOnlyList<CurvePoint> LatencyCurve { get; init; }

    /// <summary>From the intended to the real begin: a part of latency. Of a closed loop always none.</summary>
    public required Distribution Lateness { get; init; }

    /// <summary>Refused calls by slug.</summary>
    public required IReadOnlyDictionary<string, long> Refusals { get; init; }

    /// <summary>From a call to its refusal.</summary>
    public required Distribution RefusalLatency { get; init; }

    /// <summary>Failed operations by kind, warm-up and check included.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Operations that were begun and not answered in time.</summary>
    public required long Unfinished { get; init; }

    /// <summary>Operations that were due and could not be begun.</summary>
    public required long NotStarted { get; init; }

    /// <summary>How long the oldest of these had waited.</summary>
    public required double OldestUnfinished { get; init; }

    /// <summary>What happened beside the operations.</summary>
    public required IReadOnlyDictionary<string, long> Beside { get; init; }

    /// <summary>The check of what was acknowledged; null for a mix that only reads, or when it failed.</summary>
    public required AuditReport? Audit { get; init; }

    /// <summary>Seconds of one point of <see cref="Series"/>.</summary>
    public required double SeriesSeconds { get; init; }

    /// <summary>How it went over time.</summary>
    public required IReadOnlyList<SeriesPoint> Series { get; init; }

    /// <summary>Writes up a run.</summary>
    public static Report Of(
        IMix mix, string target, Conditions conditions, IReadOnlyDictionary<string, string> options, RunResult result)
    {
        var recorder = result.Recorder;
        var series = SeriesPoint.Of(recorder, result.Measured);
        var seconds = result.Measured.TotalSeconds;
        var errors = new SortedDictionary<string, long>(
            recorder.Errors.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        if (result.AuditFailure is { } kind) errors["check: " + kind] = 1;
        return new()
        {
            Conditions = conditions,
            Mix = mix.Name,
            Description = mix.Description,
            Operations = mix.Operations,
            Items = mix.Items,
            Target = target,
            Options = options,
            MeasuredSeconds = seconds,
            Stopped = result.Stopped,
            IsGood = result.IsGood,
            Succeeded = recorder.Successes,
            OperationsPerSecond = PerSecond(recorder.Intervals.Sum(point => point?.Succeeded ?? 0), seconds),
            DuePerSecond = result.IsOpen ? PerSecond(recorder.Lateness.Count + recorder.NotStarted, seconds) : null,
            ItemsPerSecond = PerSecond(recorder.Intervals.Sum(point => point?.Items ?? 0), seconds),
            Latency = Distribution.Of(recorder.Latency),
            LatencyCurve = CurvePoint.Of(recorder.Latency),
            Lateness = Distribution.Of(recorder.Lateness),
            Refusals = recorder.Refusals,
            RefusalLatency = Distribution.Of(recorder.RefusalLatency),
            Errors = errors,
            Unfinished = recorder.Unfinished,
            NotStarted = recorder.NotStarted,
            OldestUnfinished = recorder.Age.Greatest.TotalMilliseconds,
            Beside = result.Notes,
            Audit = result.Audit is { } audit ? AuditReport.Of(audit) : null,
            SeriesSeconds = recorder.IntervalLength.TotalSeconds,
            Series = series,
        };
    }

    private static double PerSecond(long count, double seconds) => seconds > 0 ? count / seconds : 0;
}

/// <summary>Durations, in milliseconds; all zero when there were none.</summary>
/// <param name="Count">How many.</param>
/// <param name="P50">The median.</param>
/// <param name="P90">90 % are not above it.</param>
/// <param name="P99">99 % are not above it.</param>
/// <param name="P999">99.9 % are not above it.</param>
/// <param name="Max">The longest, exact.</param>
/// <param name="Mean">The mean, exact.</param>
internal sealed record Distribution(
    long Count, double P50, double P90, double P99, double P999, double Max, double Mean)
{
    /// <summary>Of what was recorded.</summary>
    public static Distribution Of(LatencyHistogram recorded) => new(
        recorded.Count, At(recorded, 50), At(recorded, 90), At(recorded, 99), At(recorded, 99.9),
        recorded.Greatest.TotalMilliseconds, recorded.Mean.TotalMilliseconds);

    private static double At(LatencyHistogram recorded, double percent) =>
        recorded.Percentile(percent).TotalMilliseconds;
}

/// <summary>One point of the latency distribution.</summary>
/// <param name="Percent">So many percent …</param>
/// <param name="Milliseconds">… were not above this.</param>
internal sealed record CurvePoint(double Percent, double Milliseconds)
{
    private const int PointsPerNine = 10;

    /// <summary>From the median's side to the last nine that the count supports.</summary>
    public static IReadOnlyList<CurvePoint> Of(LatencyHistogram recorded)
    {
        if (recorded.Count == 0) return [];

        var points = (int)Math.Ceiling(Math.Log10(Math.Max(10, recorded.Count)) * PointsPerNine);
        return
        [
            .. Enumerable.Range(1, points)
                .Select(i => 100 * (1 - Math.Pow(10, -(double)i / PointsPerNine)))
                .Select(percent => new CurvePoint(percent, recorded.Percentile(percent).TotalMilliseconds)),
        ];
    }
}

/// <summary>How it stood in one interval.</summary>
/// <param name="Second">Its begin, from the begin of the measurement on.</param>
/// <param name="PerSecond">Operations that succeeded, per second.</param>
/// <param name="RefusedPerSecond">Calls that were refused.</param>
/// <param name="FailedPerSecond">Operations that failed.</param>
/// <param name="P50">Median latency in milliseconds; null when nothing was answered.</param>
/// <param name="P99">99 % of the latencies are not above it.</param>
/// <param name="Max">The longest.</param>
internal sealed record SeriesPoint(
    double Second, double PerSecond, double RefusedPerSecond, double FailedPerSecond, double? P50, double? P99,
    double? Max)
{
    /// <summary>All of them. The last interval may be shorter than the others; its rates are of what it was.</summary>
    public static IReadOnlyList<SeriesPoint> Of(Recorder recorder, TimeSpan measured) =>
        [.. recorder.Intervals.Select((point, i) => Of(point, i, recorder.IntervalLength, measured))];

    private static SeriesPoint Of(Interval? point, int number, TimeSpan length, TimeSpan measured)
    {
        var begin = length * number;
        var seconds = Math.Min(length.TotalSeconds, (measured - begin).TotalSeconds);
        if (point is null) return new(begin.TotalSeconds, 0, 0, 0, null, null, null);

        var latency = point.Latency.Count > 0 ? Distribution.Of(point.Latency) : null;
        return new(
            begin.TotalSeconds, point.Succeeded / seconds, point.Refused / seconds, point.Failed / seconds,
            latency?.P50, latency?.P99, latency?.Max);
    }
}

/// <summary>The check of a sample of users, in figures.</summary>
/// <param name="Users">How many users.</param>
/// <param name="Acknowledged">Messages that had to reach them.</param>
/// <param name="InInbox">Found in their Inboxes.</param>
/// <param name="InHistory">Announced or trimmed, looked up and found in the history.</param>
/// <param name="Missing">Nowhere.</param>
/// <param name="Repeated">Twice in an Inbox.</param>
/// <param name="OutOfOrder">After a later one.</param>
/// <param name="FanOutLag">From the answer to a send to a listening device having it.</param>
internal sealed record AuditReport(
    int Users, long Acknowledged, long InInbox, long InHistory, long Missing, long Repeated, long OutOfOrder,
    Distribution FanOutLag)
{
    /// <summary>Of what was found.</summary>
    public static AuditReport Of(AuditResult found) => new(
        found.Users, found.Acknowledged, found.InInbox, found.InHistory, found.Missing, found.Repeated,
        found.OutOfOrder, Distribution.Of(found.Lag));
}
