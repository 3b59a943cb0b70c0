namespace MessageSync.Load.Reporting.Plots;

/// <summary>The plots of a report.</summary>
internal static class ReportPlots
{
    /// <summary>All that have something to show.</summary>
    public static IEnumerable<Plot> Of(Report report)
    {
        if (report.LatencyCurve.Count > 0) yield return Percentiles(report);
        if (report.Series.Count == 0) yield break;

        yield return Throughput(report);
        if (report.Series.Any(point => point.Max is not null)) yield return Latency(report);
        yield return Refusals(report);
    }

    private static Plot Percentiles(Report report)
    {
        var points = report.LatencyCurve;
        return new(
            "Latency by percentile", Axis.Percentiles(points[^1].Percent),
            Times(points.Select(point => point.Milliseconds)),
            [new("latency", "a", [.. points.Select(point => (point.Percent, (double?)Positive(point.Milliseconds)))])]);
    }

    private static Plot Throughput(Report report) => new(
        $"Throughput over time, {report.Operations} per second", Seconds(report),
        Axis.Linear(report.Operations + "/s", report.Series.Max(point => point.PerSecond), Rate),
        [new(report.Operations, "a", Over(report, point => point.PerSecond))])
    {
        IsFilled = true,
    };

    private static Plot Latency(Report report) => new(
        "Latency over time", Seconds(report),
        Times(report.Series.SelectMany(point => new[] { point.P50, point.P99, point.Max }).OfType<double>()),
        [
            new("max", "c", Over(report, point => Positive(point.Max))),
            new("p99", "b", Over(report, point => Positive(point.P99))),
            new("p50", "a", Over(report, point => Positive(point.P50))),
        ]);

    private static Plot Refusals(Report report)
    {
        var most = report.Series.Max(point => Math.Max(point.RefusedPerSecond, point.FailedPerSecond));
        return new(
            "Refusals and errors over time, per second", Seconds(report),
            Axis.Linear("per second", Math.Max(1, most), Rate),
            [
                new("refused", "b", Over(report, point => point.RefusedPerSecond)),
                new("errors", "c", Over(report, point => point.FailedPerSecond)),
            ]);
    }

    private static Axis Seconds(Report report) =>
        Axis.UpTo("seconds", Math.Max(report.MeasuredSeconds, 0.1), value => Numbers.Plain(value));

    private static Axis Times(IEnumerable<double> milliseconds)
    {
        var all = milliseconds.Select(Positive).ToList();
        return Axis.Logarithmic("latency", all.Min(), all.Max(), Numbers.ShortMilliseconds);
    }

    /// <summary>Each point in the middle of its interval.</summary>
    private static IReadOnlyList<(double X, double? Y)> Over(Report report, Func<SeriesPoint, double?> value) =>
    [
        .. report.Series.Select(point => (
            (point.Second + Math.Min(point.Second + report.SeriesSeconds, report.MeasuredSeconds)) / 2, value(point))),
    ];

    private static string Rate(double value) =>
        value >= 10_000 ? Numbers.Plain(value / 1000) + " k" : Numbers.Plain(value);

    // A logarithm has no zero; nothing is measured below the clock's 100 ns.
    private static double Positive(double milliseconds) => Math.Max(milliseconds, 0.0001);

    private static double? Positive(double? milliseconds) => milliseconds is { } known ? Positive(known) : null;
}
