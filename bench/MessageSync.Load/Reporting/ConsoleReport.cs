using Spectre.Console;

namespace MessageSync.Load.Reporting;

/// <summary>A report as tables on the console.</summary>
internal static class ConsoleReport
{
    private const int NameWidth = 16;

    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole console, Report report)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{report.Mix}[/]: {report.Description}");
        console.MarkupLineInterpolated($"[dim]{report.Target}[/]");
        console.Write(Latency(report.Latency));
        var figures = new Table().Border(TableBorder.None).HideHeaders().AddColumn("name").AddColumn("value");
        foreach (var (name, value) in ReportText.Figures(report)) figures.AddRow(new Text(name), new Text(value));
        console.Write(figures);
        console.WriteLine();
        var conditions = report.Conditions.Pairs()
            .Concat(report.Options.Select(option => (Name: option.Key, option.Value)));
        foreach (var (name, value) in conditions)
            console.MarkupLineInterpolated($"[dim]{name,-NameWidth}{value}[/]");
        console.WriteLine();
        console.MarkupLineInterpolated($"[{(report.IsGood ? "green" : "red")}]{ReportText.Verdict(report)}[/]");
    }

    private static Table Latency(Distribution latency)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var name in new[] { "latency", "p50", "p90", "p99", "p99.9", "max", "mean" })
            table.AddColumn(new TableColumn(name).RightAligned());
        return table.AddRow(
        [
            "", Numbers.Milliseconds(latency.P50), Numbers.Milliseconds(latency.P90), Numbers.Milliseconds(latency.P99),
            Numbers.Milliseconds(latency.P999), Numbers.Milliseconds(latency.Max), Numbers.Milliseconds(latency.Mean),
        ]);
    }
}
