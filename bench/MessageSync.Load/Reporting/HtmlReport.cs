using System.Globalization;
using System.Net;
using System.Text;
using MessageSync.Load.Reporting.Plots;

namespace MessageSync.Load.Reporting;

/// <summary>A report as one page that needs nothing else: no script, no font, no picture from anywhere.</summary>
internal static class HtmlReport
{
    /// <summary>The page.</summary>
    public static string Of(Report report)
    {
        var title = Escape($"MessageSync load: {report.Mix}");
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
            .Append(Inv, $"<title>{title}</title>\n<style>\n{Style()}</style>\n</head>\n<body>\n<main>\n")
            .Append(Inv, $"<header>\n<h1>{Escape(report.Mix)}</h1>\n")
            .Append(Inv, $"<p>{Escape(report.Description)}; {Escape(report.Target)}</p>\n")
            .Append(Inv, $"<p class=\"verdict {(report.IsGood ? "good" : "bad")}\">")
            .Append(Inv, $"{Escape(ReportText.Verdict(report))}</p>\n</header>\n");
        AddTiles(page, report);
        page.Append("<section class=\"plots\">\n");
        foreach (var plot in ReportPlots.Of(report)) page.Append(plot.ToHtml());
        page.Append("</section>\n<section class=\"tables\">\n");
        AddTable(page, "Latency", Latency(report.Latency));
        AddTable(page, "Figures", ReportText.Figures(report));
        AddTable(page, "Conditions", report.Conditions.Pairs());
        AddTable(page, "Options", report.Options.Select(option => (option.Key, option.Value)));
        page.Append("</section>\n<footer>").Append(Escape(Notes)).Append("</footer>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static readonly CultureInfo Inv = CultureInfo.InvariantCulture;

    private const string Notes =
        "Latency runs from the moment an operation was meant to begin to its answer, so that waiting counts; "
        + "operations given up at the end are in it with the time they had waited. Percentiles are never too low, and "
        + "at most 0.8 % too high (3.2 % in plots over time). Throughput counts what was answered within the "
        + "measured time.";

    private static void AddTiles(StringBuilder page, Report report)
    {
        page.Append("<section class=\"tiles\">\n");
        AddTile(page, report.Operations + "/s", Numbers.Count(report.OperationsPerSecond));
        if (report.Items is { } items) AddTile(page, items + "/s", Numbers.Count(report.ItemsPerSecond));
        AddTile(page, "p50", Numbers.Milliseconds(report.Latency.P50));
        AddTile(page, "p99", Numbers.Milliseconds(report.Latency.P99));
        AddTile(page, "max", Numbers.Milliseconds(report.Latency.Max));
        AddTile(page, "refused", Numbers.Count(report.Refusals.Values.Sum()));
        AddTile(page, "errors", Numbers.Count(report.Errors.Values.Sum()));
        page.Append("</section>\n");
    }

    private static void AddTile(StringBuilder page, string name, string value) =>
        page.Append(Inv, $"<div><b>{Escape(value)}</b><span>{Escape(name)}</span></div>\n");

    private static void AddTable(StringBuilder page, string title, IEnumerable<(string Name, string Value)> rows)
    {
        page.Append(Inv, $"<table>\n<caption>{Escape(title)}</caption>\n");
        foreach (var (name, value) in rows)
            page.Append(Inv, $"<tr><th scope=\"row\">{Escape(name)}</th><td>{Escape(value)}</td></tr>\n");
        page.Append("</table>\n");
    }

    private static IEnumerable<(string Name, string Value)> Latency(Distribution latency) =>
    [
        ("p50", Numbers.Milliseconds(latency.P50)), ("p90", Numbers.Milliseconds(latency.P90)),
        ("p99", Numbers.Milliseconds(latency.P99)), ("p99.9", Numbers.Milliseconds(latency.P999)),
        ("max", Numbers.Milliseconds(latency.Max)), ("mean", Numbers.Milliseconds(latency.Mean)),
        ("operations", Numbers.Count(latency.Count)),
    ];

    private static string Style()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(typeof(HtmlReport), "page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
