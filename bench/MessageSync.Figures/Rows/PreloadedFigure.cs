using System.Diagnostics;

namespace MessageSync.Figures.Rows;

/// <summary>One-to-one sends on a database with a long history, against an empty one: MessageSync on both. Written to
/// are as many conversations of as many users: of the history's, those of its first users with one another.</summary>
internal sealed class PreloadedFigure(PostgresData data, Preloaded preloaded) : IFigure
{
    private const int InFlight = 1024;

    public string Name => "preloaded";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var users = bench.Of(10_000, 400);
        var history = await preloaded.MakeAsync(bench);
        var some = history.World.Users.Take(users).ToHashSet();
        var old = new World([.. some], [.. history.World.Chats.Where(chat => chat.Members.All(some.Contains))]);
        var template = await data.NewAsync(Name);
        World young;
        await using (var server = await Server.StartAsync(data, template))
            young = await World.OneToOneAsync(server.Sync, users, users * 2);

        var count = bench.Of(400_000, 40_000);
        return [await Alternation.RunAsync(
            bench,
            $"one-to-one sends, {InFlight} in flight, at {history.Messages:n0} messages (reference: on an empty store)",
            "messages/s", Bound.AtLeastShare(0.8),
            async round => await SendAsync(await data.CopyAsync(template), young, count, round),
            async round => await SendAsync(await data.CopyAsync(history.Template), old, count, round),
            alternations: bench.Of(3, 1))];
    }

    private async Task<double> SendAsync(string where, World world, int count, int seed)
    {
        await using var server = await Server.StartAsync(data, where);
        var sends = await Sends.BeginAsync(server.Sync, world, InFlight, seed);
        await sends.RunAsync(count / 2);

        var watch = Stopwatch.StartNew();
        await sends.RunAsync(count);
        return count / watch.Elapsed.TotalSeconds;
    }
}
