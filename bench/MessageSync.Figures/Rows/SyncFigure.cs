using System.Diagnostics;
using MessageSync.Figures.Bare;
using MessageSync.Inboxes;

namespace MessageSync.Figures.Rows;

/// <summary>Pages of 50 entries with their messages, from anywhere in full Inboxes of 1000.</summary>
internal sealed class SyncFigure : IFigure
{
    private const int Page = 50;
    private const int InboxEntries = 1000;
    private const int InFlight = 16;

    public string Name => "sync";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var users = bench.Of(900, 90);
        var folder = bench.NewFolder("sync");
        World world;
        Epoch epoch;
        await using (var server = await Server.StartAsync(folder))
        {
            world = await World.OneToOneAsync(server.Sync, users, users * 4);
            epoch = (await server.Sync.SyncAsync(new(world.Users[0], new("phone")), new())).Value!.Epoch;
        }
        // The rows are those of the store, whoever writes them.
        await using (var bare = new BareSends(folder, world)) await bare.RunAsync(bench.Of(1_000_000, 100_000), 10_000, seed: 1);

        await using var running = await Server.StartAsync(folder);
        var heads = new Dictionary<UserId, long>();
        foreach (var user in world.Users) heads[user] = await Heads.OfAsync(running.Sync, user);
        var pages = bench.Of(20_000, 2_000);
        return [await Alternation.RunAsync(
            bench, "sync of a full Inbox, page of 50", "pages/s", Bound.AtLeastShare(0.5),
            round => BareAsync(folder, world, heads, pages, round),
            round => OursAsync(running.Sync, world, heads, epoch, pages, round))];
    }

    private static async Task<double> BareAsync(
        string folder, World world, Dictionary<UserId, long> heads, int pages, int seed)
    {
        var watch = Stopwatch.StartNew();
        // As many connections as the store has for reading.
        await Task.WhenAll(Enumerable.Range(0, 2).Select(half => Task.Run(() =>
        {
            using var bare = new BareSync(folder);
            var random = new Random(seed + half);
            for (var i = 0; i < pages / 2; i++)
            {
                var user = world.Users[random.Next(world.Users.Count)];
                if (bare.Page(user, After(heads[user], random), Page) != Page)
                    throw new InvalidOperationException("A page is short.");
            }
        })));
        return pages / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> OursAsync(
        IMessageSync sync, World world, Dictionary<UserId, long> heads, Epoch epoch, int pages, int seed)
    {
        var random = new Random(seed);
        var asked = Enumerable.Range(0, pages).Select(_ => world.Users[random.Next(world.Users.Count)])
            .Select(user => (User: user, Cursor: new InboxCursor(epoch, new(After(heads[user], random))).Text(user)))
            .ToArray();

        var watch = Stopwatch.StartNew();
        await Parallelism.RunAsync(pages, InFlight, async i =>
        {
            var (user, cursor) = asked[i];
            var reply = await sync.SyncAsync(new(user, new("phone")), new() { Cursor = cursor, Limit = Page });
            if (reply.Value!.Entries.Count != Page || reply.Value.Entries.Any(entry => entry.Message is null))
                throw new InvalidOperationException("A page is short.");
        });
        return pages / watch.Elapsed.TotalSeconds;
    }

    private static long After(long head, Random random) => head - InboxEntries + random.Next(InboxEntries - Page);
}
