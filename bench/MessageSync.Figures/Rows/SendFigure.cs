using System.Diagnostics;
using System.Text;
using MessageSync.Figures.Bare;
using MessageSync.Timelines;

namespace MessageSync.Figures.Rows;

/// <summary>Sends until every Inbox has them, 256 in flight, against the bare driver in batches of 1000.</summary>
/// <param name="name">To choose it by.</param>
/// <param name="what">In words.</param>
/// <param name="atLeast">The bound.</param>
/// <param name="messages">How many, in the full run.</param>
/// <param name="rows">Counted of one message: 1, or its Inbox rows.</param>
/// <param name="people">Who writes with whom.</param>
internal sealed class SendFigure(
    string name, string what, double atLeast, int messages, int rows, Func<IMessageSync, Task<World>> people) : IFigure
{
    private const int InFlight = 256;
    private const int BareBatch = 1000;

    private static readonly MessageBody s_body = new(
        Encoding.UTF8.GetBytes(new string('x', 200)), IsText: true, MessageBody.DefaultContentType);

    public string Name => name;

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var template = bench.NewFolder(name);
        World world;
        await using (var server = await Server.StartAsync(template)) world = await people(server.Sync);

        var count = bench.Of(messages, messages / 10);
        var unit = rows == 1 ? "messages/s" : "Inbox rows/s";
        return [await Alternation.RunAsync(
            bench, what, unit, atLeast,
            round => Task.FromResult(rows * Bare(bench.Copy(template), world, count, round)),
            async round => rows * await OursAsync(bench.Copy(template), world, count, round))];
    }

    /// <returns>False where Inboxes are too far behind: it is to be tried again.</returns>
    private static async Task<bool> IsSentAsync(IMessageSync sync, UserId sender, ConversationId chat, SendKey key) =>
        (await sync.SendAsync(new(sender), chat, key, s_body)).Refusal switch
        {
            null => true,
            Refusal.Overloaded => false,
            var refusal => throw new InvalidOperationException($"Refused: {refusal}."),
        };

    private static double Bare(string folder, World world, int count, int seed)
    {
        using var bare = new BareSends(folder, world);
        bare.Run(count / 2, BareBatch, seed);

        var watch = Stopwatch.StartNew();
        bare.Run(count, BareBatch, seed + 1000);
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> OursAsync(string folder, World world, int count, int seed)
    {
        await using var server = await Server.StartAsync(folder);
        var random = new Random(seed);
        var heads = new Dictionary<UserId, long>();
        foreach (var user in world.Users) heads[user] = await Heads.OfAsync(server.Sync, user);
        await SendAsync(server.Sync, world, count / 2, random, heads);

        var watch = Stopwatch.StartNew();
        await SendAsync(server.Sync, world, count, random, heads);
        return count / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Sends, then waits until the Inboxes of all who were written to are complete.</summary>
    private static async Task SendAsync(
        IMessageSync sync, World world, int count, Random random, Dictionary<UserId, long> heads)
    {
        var plan = Enumerable.Range(0, count).Select(_ => world.Chats[random.Next(world.Chats.Count)])
            .Select(chat => (Chat: chat, Sender: chat.Members[random.Next(chat.Members.Count)])).ToArray();
        foreach (var user in plan.SelectMany(one => one.Chat.Members)) heads[user]++;

        await Parallelism.RunAsync(count, InFlight, async i =>
        {
            var key = new SendKey(Guid.NewGuid().ToString("N"));
            while (!await IsSentAsync(sync, plan[i].Sender, plan[i].Chat.Id, key))
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        });
        // The last ones first: with them the others are through, mostly.
        foreach (var user in plan.Reverse().SelectMany(one => one.Chat.Members).Distinct().Take(1000))
            await Heads.ReachAsync(sync, user, heads[user]);
    }
}
