using System.Diagnostics;
using System.Text;
using MessageSync.Timelines;

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

    private static readonly MessageBody s_body = new(
        Encoding.UTF8.GetBytes(new string('x', 200)), IsText: true, MessageBody.DefaultContentType);

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
            bench, what, unit, atLeast,
            async round => rows * await BareAsync(store, await store.CopyAsync(template), world, count, round),
            async round => rows * await OursAsync(store, await store.CopyAsync(template), world, count, round))];
    }

    /// <returns>False where Inboxes are too far behind: it is to be tried again.</returns>
    private static async Task<bool> IsSentAsync(IMessageSync sync, UserId sender, ConversationId chat, SendKey key) =>
        (await sync.SendAsync(new(sender), chat, key, s_body)).Refusal switch
        {
            null => true,
            Refusal.Overloaded => false,
            var refusal => throw new InvalidOperationException($"Refused: {refusal}."),
        };

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
        var random = new Random(seed);
        var heads = new Dictionary<UserId, long>();
        foreach (var user in world.Users) heads[user] = await Heads.OfAsync(server.Sync, user);
        await SendAsync(server.Sync, world, count / 2, random, heads);

        var watch = Stopwatch.StartNew();
        await SendAsync(server.Sync, world, count, random, heads);
        return count / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Sends, then waits until the Inboxes of all who were written to are complete.</summary>
    private async Task SendAsync(
        IMessageSync sync, World world, int count, Random random, Dictionary<UserId, long> heads)
    {
        var plan = Enumerable.Range(0, count).Select(_ => world.Chats[random.Next(world.Chats.Count)])
            .Select(chat => (Chat: chat, Sender: chat.Members[random.Next(chat.Members.Count)])).ToArray();
        foreach (var user in plan.SelectMany(one => one.Chat.Members)) heads[user]++;

        await Parallelism.RunAsync(count, inFlight, async i =>
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
