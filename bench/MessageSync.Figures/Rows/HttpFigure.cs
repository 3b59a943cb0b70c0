using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MessageSync.Figures.Processes;

namespace MessageSync.Figures.Rows;

/// <summary>The real silo over HTTP on loopback, 64 connections, the load driver in a process of its own. Silo and
/// driver share the machine, so this is less than the silo can do.</summary>
/// <param name="data">Where; null for SQLite.</param>
/// <param name="isHeld">To the bounds of PostgreSQL.</param>
internal sealed class HttpFigure(IData? data = null, bool isHeld = false) : IFigure
{
    private const string Connections = "64";

    public string Name => "http";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        await using var silo = await SiloProcess.StartAsync(data ?? new SqliteData(bench), "http");
        var report = Path.Combine(bench.NewFolder("http-reports"), "report.json");
        var time = bench.Of(20, 2).ToString(CultureInfo.InvariantCulture) + "s";
        string[] common = [
            "--url", silo.Address, "--in-flight", Connections, "--warm-up", time, "--duration", time, "--json", report];

        var chats = bench.Of(20_000, 2_000).ToString(CultureInfo.InvariantCulture);
        var sends = await LoadAsync(report, ["one-to-one", "--conversations", chats, .. common]);
        var history = bench.Of(5_000, 500).ToString(CultureInfo.InvariantCulture);
        var pages = await LoadAsync(report, ["roaming", "--history", history, "--page", "50", .. common]);
        // What one page takes shows only where it does not wait for others.
        var page = await LoadAsync(
            report,
            [
                "roaming", "--history", history, "--page", "50", "--url", silo.Address, "--in-flight", "1",
                "--warm-up", "2s", "--duration", bench.IsQuick ? "2s" : "5s", "--json", report,
            ]);
        var group = await LoadAsync(report, ["groups", "--conversations", "1", "--members", "100", .. common]);
        return
        [
            .. Rows(
                "one-to-one sends over HTTP, 64 connections", "messages/s", sends,
                Held(Bound.AtLeast(9_000, "messages/s"))),
            .. Rows("history over HTTP, pages of 50, 64 connections", "pages/s", pages),
            FigureResult.Of(
                "history over HTTP, a page of 50 after the other, p50", "ms",
                page.GetProperty("latency").GetProperty("p50").GetDouble(), Held(Bound.AtMost(1.5, "ms"))),
            .. Rows(
                "a group of 100 over HTTP, 64 connections", "messages/s", group,
                Held(Bound.AtLeast(2_600, "messages/s"))),
            .. await DrainAsync(bench, silo.Address),
        ];
    }

    private Bound? Held(Bound bound) => isHeld ? bound : null;

    private static async Task<JsonElement> LoadAsync(string report, string[] arguments)
    {
        using var load = Programs.Start("bench/MessageSync.Load", arguments);
        var output = load.StandardOutput.ReadToEndAsync();
        var errors = await load.StandardError.ReadToEndAsync();
        await output;
        await load.WaitForExitAsync();
        return load.ExitCode == 0
            ? JsonElement.Parse(await File.ReadAllBytesAsync(report))
            : throw new InvalidOperationException($"The load driver failed: {errors}");
    }

    private static FigureResult[] Rows(string what, string unit, JsonElement report, Bound? bound = null)
    {
        var latency = report.GetProperty("latency");
        return
        [
            FigureResult.Of(what, unit, report.GetProperty("operationsPerSecond").GetDouble(), bound),
            FigureResult.Of(what + ", p50", "ms", latency.GetProperty("p50").GetDouble()),
            FigureResult.Of(what + ", p99", "ms", latency.GetProperty("p99").GetDouble()),
        ];
    }

    /// <summary>A device that was away: all of a full Inbox, one page after the other.</summary>
    private async Task<FigureResult[]> DrainAsync(Bench bench, string address)
    {
        using var reader = await HttpReader.SignInAsync(address);
        await reader.FillInboxAsync();
        var (small, large) = (new List<double>(), new List<double>());
        for (var i = 0; i < bench.Of(100, 10); i++)
        {
            small.Add(await TimeAsync(reader, 100));
            large.Add(await TimeAsync(reader, 1000));
        }
        return
        [
            FigureResult.Of(
                "drain of an Inbox of 1000 over HTTP, pages of 100", "ms", Alternation.Median(small),
                Held(Bound.AtMost(15, "ms"))),
            FigureResult.Of(
                "drain of an Inbox of 1000 over HTTP, one page", "ms", Alternation.Median(large),
                Held(Bound.AtMost(15, "ms"))),
        ];
    }

    private static async Task<double> TimeAsync(HttpReader reader, int page)
    {
        var watch = Stopwatch.StartNew();
        await reader.DrainAsync(page);
        return watch.Elapsed.TotalMilliseconds;
    }
}
