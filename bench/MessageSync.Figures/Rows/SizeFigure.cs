using MessageSync.Figures.Bare;

namespace MessageSync.Figures.Rows;

/// <summary>What a one-to-one message takes on the disk: by how much all tables of the schema grow, with their indexes
/// and all else that belongs to them, dead rows and free space included, as autovacuum leaves them. Not counted is the
/// log.</summary>
internal sealed class SizeFigure(PostgresData data) : IFigure
{
    private const int BareBatch = 1000;
    private const int InFlight = 1024;

    public string Name => "size";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var template = await data.NewAsync(Name);
        World world;
        await using (var server = await Server.StartAsync(data, template))
            world = await World.OneToOneAsync(server.Sync, users: 10_000, conversations: 20_000);

        var count = bench.Of(400_000, 40_000);
        var bare = await GrowthAsync(await data.CopyAsync(template), async where =>
        {
            await using var sends = await BarePostgresSends.OpenAsync(data.In(where), world);
            await sends.RunAsync(count, BareBatch, seed: 1);
        });
        var ours = await GrowthAsync(await data.CopyAsync(template), async where =>
        {
            await using var server = await Server.StartAsync(data, where);
            var sends = await Sends.BeginAsync(server.Sync, world, InFlight, seed: 1);
            await sends.RunAsync(count);
        });
        return [FigureResult.Of(
            "bytes on disk of a one-to-one message of 200 bytes with its key and two Inbox entries: growth of all"
            + " tables and indexes, dead rows and free space included",
            "bytes", ours / count, Bound.AtMost(700, "bytes"), bare / count)];
    }

    private async Task<double> GrowthAsync(string where, Func<string, Task> run)
    {
        var before = await data.BytesAsync(where);
        await run(where);
        return await data.BytesAsync(where) - before;
    }
}
