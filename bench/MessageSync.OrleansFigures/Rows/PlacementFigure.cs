using System.Diagnostics;
using MessageSync.Figures;

namespace MessageSync.OrleansFigures.Rows;

/// <summary>What is sent between silos and client for a message, and how fast: grains where MessageSync makes them, against grains
/// anywhere. Two and four silos in this process.</summary>
/// <param name="name">To choose it by.</param>
/// <param name="people">Who writes with whom.</param>
/// <param name="messages">How many, in the full run.</param>
/// <param name="inFlight">Sends under way at a time.</param>
/// <param name="data">Where.</param>
internal sealed class PlacementFigure(
    string name, People people, int messages, int inFlight, PostgresData data) : IFigure
{
    private static readonly Bound s_wins = new("more than random", ratio => ratio > 1);

    public string Name => name;

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var (template, world) = await people.PrepareAsync(data, name);
        var count = bench.Of(messages, messages / 10);
        var results = new List<FigureResult>();
        foreach (var silos in new[] { 2, 4 })
        {
            var (random, placed) = (new List<double>(), new List<double>());
            var what = $"{silos} silos, {people.What}, grains in their places against anywhere";
            results.Add(await Alternation.RunAsync(
                bench, what, people.Unit, s_wins,
                round => RateAsync(silos, atRandom: true, template, world, count, round, random),
                round => RateAsync(silos, atRandom: false, template, world, count, round, placed)));
            results.Add(FigureResult.Of(
                what + ": remote messages for each", "", Alternation.Median(placed), reference: Alternation.Median(random)));
        }
        return results;
    }

    private async Task<double> RateAsync(
        int count, bool atRandom, string template, World world, int messages, int seed, List<double> remote)
    {
        await using var silos = await Silos.StartAsync(count, data, await data.CopyAsync(template), atRandom);
        var sends = await Sends.BeginAsync(silos.Sync, world, inFlight, seed);
        await sends.RunAsync(messages / 2);

        using var sent = new RemoteMessages();
        var watch = Stopwatch.StartNew();
        await sends.RunAsync(messages);
        remote.Add((double)sent.Count / messages);
        return people.Rows * messages / watch.Elapsed.TotalSeconds;
    }
}
