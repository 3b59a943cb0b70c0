using System.Text.RegularExpressions;
using System.Xml.Linq;
using MessageSync.Load.Reporting;
using MessageSync.Load.Tests.Support;
using Spectre.Console;

namespace MessageSync.Load.Tests.Reporting;

public sealed class ReportTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [Fact]
    public void The_figures_are_those_of_the_run()
    {
        var report = Samples.Report();

        Assert.Equal((16L, 2L), (report.Succeeded, report.Unfinished));
        Assert.Equal((8d, 24d), (report.OperationsPerSecond, report.ItemsPerSecond));
        Assert.Equal((10d, true), (report.DuePerSecond, report.FellBehind));
        Assert.Equal(18, report.Latency.Count);
        Assert.InRange(report.Latency.P50, 40, 40 * 129d / 128);
        Assert.Equal((10_200, 10_200), (report.Latency.Max, report.OldestUnfinished));
        Assert.Equal(1, report.Refusals["overloaded"]);
        Assert.Equal(1, report.Errors["timeout"]);
        Assert.Equal([10, 6], report.Series.Select(point => point.PerSecond));
        Assert.False(report.IsGood);
    }

    [Fact]
    public void The_JSON_read_again_is_the_same_report()
    {
        var report = Samples.Report();

        var json = JsonReport.Of(report);

        Assert.Equal(json, JsonReport.Of(JsonReport.Read(json)));
        Assert.Contains("\"operationsPerSecond\": 8", json, StringComparison.Ordinal);
        Assert.Contains("\"overloaded\": 1", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_is_well_formed_and_shows_the_figures()
    {
        var page = Page(Samples.Report());

        var text = string.Join('|', page.DescendantNodes().OfType<XText>().Select(node => node.Value));
        foreach (var shown in new[] { "messages & <more>", "40.1 ms", "overloaded", "error: timeout", "a & b" })
            Assert.Contains(shown, text, StringComparison.Ordinal);
        Assert.Equal(4, page.Descendants("svg").Count());
        Assert.NotEmpty(page.Descendants("polyline"));
    }

    [Fact]
    public void The_page_needs_nothing_from_anywhere()
    {
        var html = HtmlReport.Of(Samples.Report());
        var page = Page(Samples.Report());

        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", html, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(page.Descendants("script").Concat(page.Descendants("link")).Concat(page.Descendants("img")));
        Assert.DoesNotContain(
            page.Descendants().Attributes(), attribute => attribute.Name.LocalName is "src" or "href");
    }

    [Fact]
    public void Every_class_of_a_plot_has_a_style()
    {
        var html = HtmlReport.Of(Samples.Report());
        var used = Page(Samples.Report()).Descendants("svg").DescendantsAndSelf().Attributes("class")
            .SelectMany(attribute => attribute.Value.Split(' ')).Distinct().Except(["title"], StringComparer.Ordinal);

        Assert.All(used, name => Assert.Matches(new Regex($@"\.{name}\b", RegexOptions.ExplicitCapture, Limit), html));
    }

    [Fact]
    public void Every_point_lies_within_its_plot()
    {
        foreach (var svg in Page(Samples.Report()).Descendants("svg"))
        {
            var points = svg.Descendants("polyline").SelectMany(line => line.Attribute("points")!.Value.Split(' '))
                .Select(point => point.Split(',').Select(double.Parse).ToArray());

            Assert.All(points, point =>
            {
                Assert.InRange(point[0], 0, 640);
                Assert.InRange(point[1], 0, 280);
            });
        }
    }

    [Fact]
    public void A_run_in_which_nothing_was_answered_has_a_report_as_well()
    {
        var run = new DrivenRun(TimeSpan.FromSeconds(2));

        var report = Samples.Report(run);

        Assert.Equal("Nothing was measured.", ReportText.Verdict(report));
        Assert.NotEmpty(Page(report).Descendants("table"));
        Assert.Equal(JsonReport.Of(report), JsonReport.Of(JsonReport.Read(JsonReport.Of(report))));
    }

    [Fact]
    public void The_table_on_the_console_shows_the_same()
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 120;

        ConsoleReport.Write(console, Samples.Report());

        foreach (var shown in new[] { "40.1 ms", "refused: overloaded", "error: timeout", "commit", "a & b" })
            Assert.Contains(shown, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Conditions_tell_the_machine_by_what_it_can_do()
    {
        var conditions = Conditions.Now(TimeProvider.System);

        Assert.Equal(
            ["commit", "date", "processor", "memory", "system", "runtime", "build"],
            conditions.Pairs().Select(pair => pair.Name));
        Assert.True(conditions is { Cores: > 0, MemoryGibibytes: > 0 });
    }

    /// <summary>The page is XML but for its first line.</summary>
    private static XElement Page(Report report)
    {
        const string Doctype = "<!DOCTYPE html>\n";
        var html = HtmlReport.Of(report);
        Assert.StartsWith(Doctype, html, StringComparison.Ordinal);
        return XElement.Parse(html[Doctype.Length..]);
    }
}
