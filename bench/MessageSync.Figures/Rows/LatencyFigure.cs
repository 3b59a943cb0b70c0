using MessageSync.Figures.Bare;

namespace MessageSync.Figures.Rows;

/// <summary>How long a send takes when 64 are under way, against a batch of 64 of the bare driver on two connections:
/// from its first row to the answer to its commit.</summary>
internal sealed class LatencyFigure(PostgresData data) : IFigure
{
    private const int InFlight = 64;

    public string Name => "latency-64";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var template = await data.NewAsync(Name);
        World world;
        await using (var server = await Server.StartAsync(data, template))
            world = await World.OneToOneAsync(server.Sync, users: 10_000, conversations: 20_000);

        var count = bench.Of(60_000, 10_000);
        return [await Alternation.RunAsync(
            bench, $"one-to-one sends, {InFlight} in flight: p99 of a send (reference: of a batch of {InFlight})", "ms",
            Bound.BelowTimes(4),
            async round => await BareAsync(await data.CopyAsync(template), world, count, round),
            async round => await OursAsync(await data.CopyAsync(template), world, count, round))];
    }

    private async Task<double> BareAsync(string where, World world, int count, int seed)
    {
        await using var bare = await BarePostgresSends.OpenAsync(data.In(where), world);
        await bare.RunAsync(count / 2, InFlight, seed);

        var latencies = new Latencies();
        await bare.RunAsync(count, InFlight, seed + 1000, latencies);
        return latencies.At(99);
    }

    private async Task<double> OursAsync(string where, World world, int count, int seed)
    {
        await using var server = await Server.StartAsync(data, where);
        var sends = await Sends.BeginAsync(server.Sync, world, InFlight, seed);
        await sends.RunAsync(count / 2);

        var latencies = new Latencies();
        await sends.RunAsync(count, latencies);
        return latencies.At(99);
    }
}
