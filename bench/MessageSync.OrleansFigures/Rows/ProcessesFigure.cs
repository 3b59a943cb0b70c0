using System.Diagnostics;
using MessageSync.Figures;

namespace MessageSync.OrleansFigures.Rows;

/// <summary>Sends from a client to real silos on this machine: one, two and four.</summary>
/// <param name="name">To choose it by.</param>
/// <param name="people">Who writes with whom.</param>
/// <param name="messages">How many, in the full run.</param>
/// <param name="inFlight">Sends under way at a time.</param>
/// <param name="data">Where.</param>
internal sealed class ProcessesFigure(
    string name, People people, int messages, int inFlight, PostgresData data) : IFigure
{
    private static readonly Bound s_notLower = new("not lower than one", ratio => ratio >= 1);

    public string Name => name;

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var (template, world) = await people.PrepareAsync(data, name);
        var count = bench.Of(messages, messages / 10);
        var results = new List<FigureResult>();
        foreach (var silos in new[] { 2, 4 })
        {
            var (one, several) = (new List<double>(), new List<double>());
            var what = $"{silos} silo processes, {people.What}, against one";
            results.Add(await Alternation.RunAsync(
                bench, what, people.Unit, s_notLower,
                round => RateAsync(1, template, world, count, round, one),
                round => RateAsync(silos, template, world, count, round, several)));
            results.Add(FigureResult.Of(
                what + ": p99 of a send", "ms", Alternation.Median(several), reference: Alternation.Median(one)));
        }
        return results;
    }

    private async Task<double> RateAsync(
        int count, string template, World world, int messages, int seed, List<double> slowest)
    {
        await using var silos = await SiloProcesses.StartAsync(count, data, await data.CopyAsync(template));
        var sends = await Sends.BeginAsync(silos.Sync, world, inFlight, seed);
        await sends.RunAsync(messages);   // each process compiles for itself: long enough for four of them

        var (watch, latencies) = (Stopwatch.StartNew(), new Latencies());
        await sends.RunAsync(messages, latencies);
        slowest.Add(latencies.At(99));
        return people.Rows * messages / watch.Elapsed.TotalSeconds;
    }
}
