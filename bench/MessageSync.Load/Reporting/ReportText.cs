namespace MessageSync.Load.Reporting;

/// <summary>What a report says beside its percentiles, line by line: for the console and the page alike.</summary>
internal static class ReportText
{
    /// <summary>The result in one sentence.</summary>
    public static string Verdict(Report report)
    {
        var early = report.Stopped ? ", stopped early" : "";
        return report switch
        {
            { Succeeded: 0 } => $"Nothing was measured{early}.",
            { Errors.Count: > 0 } => $"Operations failed{early}: the figures are not to be used.",
            { IsGood: false } => $"What was acknowledged was not all found{early}: the figures are not to be used.",
            { FellBehind: true } => $"Good{early}, but the target fell behind: less was answered than was due.",
            _ => $"Good{early}.",
        };
    }

    /// <summary>The figures.</summary>
    public static IEnumerable<(string Name, string Value)> Figures(Report report)
    {
        yield return ("throughput", $"{Numbers.Count(report.OperationsPerSecond)} {report.Operations}/s");
        if (report.DuePerSecond is { } due) yield return ("due", $"{Numbers.Count(due)} {report.Operations}/s");
        if (report.Items is { } items)
            yield return (items, $"{Numbers.Count(report.ItemsPerSecond)} {items}/s");
        var seconds = Numbers.Plain(report.MeasuredSeconds, "0.#");
        yield return ("measured", $"{Numbers.Count(report.Succeeded)} in {seconds} s");
        if (report.Lateness is { P99: >= 0.01 } late)
            yield return ("begun late", $"p50 {Numbers.Milliseconds(late.P50)}, "
                + $"p99 {Numbers.Milliseconds(late.P99)} (in latency)");
        foreach (var (slug, count) in report.Refusals) yield return ("refused: " + slug, Numbers.Count(count));
        if (report.RefusalLatency.Count > 0)
            yield return ("refused after", $"p50 {Numbers.Milliseconds(report.RefusalLatency.P50)}, "
                + $"p99 {Numbers.Milliseconds(report.RefusalLatency.P99)}");
        foreach (var (kind, count) in report.Errors) yield return ("error: " + kind, Numbers.Count(count));
        foreach (var line in Left(report)) yield return line;
        foreach (var (name, count) in report.Beside) yield return (name, Numbers.Count(count));
        if (report.Audit is { } audit) foreach (var line in Checked(audit)) yield return line;
    }

    private static IEnumerable<(string Name, string Value)> Left(Report report)
    {
        if (report.Unfinished > 0) yield return ("unfinished", Numbers.Count(report.Unfinished));
        if (report.NotStarted > 0) yield return ("due, not begun", Numbers.Count(report.NotStarted));
        if (report.Unfinished + report.NotStarted > 0)
            yield return ("oldest of these", $"{Numbers.Milliseconds(report.OldestUnfinished)} (at least; in latency)");
    }

    private static IEnumerable<(string Name, string Value)> Checked(AuditReport audit)
    {
        yield return ("checked", $"{Numbers.Count(audit.Acknowledged)} messages of {Numbers.Count(audit.Users)} users");
        yield return ("in the Inbox", Numbers.Count(audit.InInbox));
        if (audit.InHistory > 0) yield return ("in the history (sampled)", Numbers.Count(audit.InHistory));
        if (audit.Missing > 0) yield return ("MISSING", Numbers.Count(audit.Missing));
        if (audit.Repeated > 0) yield return ("REPEATED", Numbers.Count(audit.Repeated));
        if (audit.OutOfOrder > 0) yield return ("OUT OF ORDER", Numbers.Count(audit.OutOfOrder));
        if (audit.FanOutLag.Count > 0)
            yield return ("fan-out lag", $"p50 {Numbers.Milliseconds(audit.FanOutLag.P50)}, "
                + $"p99 {Numbers.Milliseconds(audit.FanOutLag.P99)}, max {Numbers.Milliseconds(audit.FanOutLag.Max)}");
    }
}
