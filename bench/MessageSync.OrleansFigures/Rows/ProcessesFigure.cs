using System.Diagnostics;
using MessageSync.Figures;

namespace MessageSync.OrleansFigures.Rows;

/// <summary>Sends from a client to real silos on this machine, against one such silo.</summary>
/// <param name="name">To choose it by.</param>
/// <param name="silos">How many.</param>
/// <param name="people">Who writes with whom.</param>
/// <param name="messages">How many, in the full run.</param>
/// <param name="inFlight">Sends under way at a time.</param>
/// <param name="data">Where.</param>
internal sealed class ProcessesFigure(
    string name, int silos, People people, int messages, int inFlight, PostgresData data) : IFigure
{
    private const int Seed = 1;

    /// <summary>So many turns go by first. Each process compiles for itself, nine seconds of a core: of two cores that do much
    /// else four silos get these in one and a half to two minutes.</summary>
    private const int WarmUpTurns = 8;

    private static readonly Bound s_notLower = new("not lower than one", ratio => ratio >= 1);

    public string Name => name;

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var (template, world) = await people.PrepareAsync(data, name);
        var count = bench.Of(messages, messages / 10);
        // Both are there all the time, warm, each on a copy of its own, and take turns: what the server does besides, or the
        // machine, meets both.
        await using var one = await StartAsync(1, template);
        await using var several = await StartAsync(silos, template);
        await one.BeginAsync(world, inFlight, count * WarmUpTurns);
        await several.BeginAsync(world, inFlight, count * WarmUpTurns);
        var what = $"{silos} silo processes, {people.What}, against one";
        var rate = await Alternation.RunAsync(
            bench, what, people.Unit, s_notLower, _ => one.RateAsync(count), _ => several.RateAsync(count));
        var slowest = FigureResult.Of(
            what + ": p99 of a send", "ms", Alternation.Median(several.Slowest), reference: Alternation.Median(one.Slowest));
        return [rate, slowest];
    }

    private async Task<Side> StartAsync(int count, string template)
    {
        var where = await data.CopyBesideAsync(template);
        return new(await SiloProcesses.StartAsync(count, data, where), people.Rows, () => data.DropAsync(where));
    }

    /// <summary>One silo, or several, under load.</summary>
    private sealed class Side(SiloProcesses silos, int rows, Func<Task> drop) : IAsyncDisposable
    {
        private Sends? _sends;

        /// <summary>The 99th percentile of each round.</summary>
        public List<double> Slowest { get; } = [];

        /// <summary>Warms up.</summary>
        public async Task BeginAsync(World world, int inFlight, int messages)
        {
            _sends = await Sends.BeginAsync(silos.Sync, world, inFlight, Seed);
            await _sends.RunAsync(messages);
        }

        public async Task<double> RateAsync(int messages)
        {
            var (watch, latencies) = (Stopwatch.StartNew(), new Latencies());
            await _sends!.RunAsync(messages, latencies);
            Slowest.Add(latencies.At(99));
            return rows * messages / watch.Elapsed.TotalSeconds;
        }

        public async ValueTask DisposeAsync()
        {
            await silos.DisposeAsync();
            await drop();
        }
    }
}
