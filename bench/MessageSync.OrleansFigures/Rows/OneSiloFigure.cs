using System.Diagnostics;
using MessageSync.Figures;

namespace MessageSync.OrleansFigures.Rows;

/// <summary>Sends until every Inbox has them: one silo whose front end is in the same process, against the local host.</summary>
/// <param name="name">To choose it by.</param>
/// <param name="people">Who writes with whom.</param>
/// <param name="messages">How many, in the full run.</param>
/// <param name="inFlight">Sends under way at a time.</param>
/// <param name="bound">Of the ratio.</param>
/// <param name="data">Where.</param>
internal sealed class OneSiloFigure(
    string name, People people, int messages, int inFlight, Bound bound, PostgresData data) : IFigure
{
    public string Name => name;

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var (template, world) = await people.PrepareAsync(data, name);
        var count = bench.Of(messages, messages / 10);
        return [await Alternation.RunAsync(
            bench, $"one silo, {people.What}, against the local host", people.Unit, bound,
            async round =>
            {
                await using var local = await Server.StartAsync(data, await data.CopyAsync(template));
                return await RateAsync(local.Sync, world, count, round);
            },
            async round =>
            {
                await using var silo = await Silos.StartAsync(1, data, await data.CopyAsync(template));
                return await RateAsync(silo.Sync, world, count, round);
            })];
    }

    private async Task<double> RateAsync(IMessageSync sync, World world, int count, int seed)
    {
        var sends = await Sends.BeginAsync(sync, world, inFlight, seed);
        await sends.RunAsync(count / 2);

        var watch = Stopwatch.StartNew();
        await sends.RunAsync(count);
        return people.Rows * count / watch.Elapsed.TotalSeconds;
    }
}
