using System.Diagnostics;

namespace MessageSync.Figures.Rows;

/// <summary>Sends until every Inbox has them, against the bare driver in batches of 1000.</summary>
/// <param name="name">To choose it by.</param>
/// <param name="what">In words.</param>
/// <param name="atLeast">The bound.</param>
/// <param name="messages">How many, in the full run.</param>
/// <param name="rows">Counted of one message: 1, or its Inbox rows.</param>
/// <param name="people">Who writes with whom.</param>
/// <param name="data">Where; null for SQLite.</param>
/// <param name="inFlight">Sends under way at a time.</param>
internal sealed class SendFigure(
    string name, string what, double atLeast, int messages, int rows, Func<IMessageSync, Task<World>> people,
    IData? data = null, int inFlight = 256) : IFigure
{
    private const int BareBatch = 1000;

    public string Name => name;

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var store = data ?? new SqliteData(bench);
        var template = await store.NewAsync(name);
        World world;
        await using (var server = await Server.StartAsync(store, template)) world = await people(server.Sync);

        var count = bench.Of(messages, messages / 10);
        var unit = rows == 1 ? "messages/s" : "Inbox rows/s";
        return [await Alternation.RunAsync(
            bench, what, unit, Bound.AtLeastShare(atLeast),
            async round => rows * await BareAsync(store, await store.CopyAsync(template), world, count, round),
            async round => rows * await OursAsync(store, await store.CopyAsync(template), world, count, round))];
    }

    private static async Task<double> BareAsync(IData store, string where, World world, int count, int seed)
    {
        await using var bare = await store.OpenBareAsync(where, world);
        await bare.RunAsync(count / 2, BareBatch, seed);

        var watch = Stopwatch.StartNew();
        await bare.RunAsync(count, BareBatch, seed + 1000);
        return count / watch.Elapsed.TotalSeconds;
    }

    private async Task<double> OursAsync(IData store, string where, World world, int count, int seed)
    {
        await using var server = await Server.StartAsync(store, where);
        var sends = await Sends.BeginAsync(server.Sync, world, inFlight, seed);
        await sends.RunAsync(count / 2);

        var watch = Stopwatch.StartNew();
        await sends.RunAsync(count);
        return count / watch.Elapsed.TotalSeconds;
    }
}
