using System.Diagnostics;
using System.Text;
using MessageSync.Timelines;

namespace MessageSync.Figures;

/// <summary>Sends of MessageSync in this process, of 200 bytes each, into conversations drawn by a seed.</summary>
internal sealed class Sends
{
    private static readonly MessageBody s_body = new(
        Encoding.UTF8.GetBytes(new string('x', 200)), IsText: true, MessageBody.DefaultContentType);

    private readonly IMessageSync _sync;
    private readonly World _world;
    private readonly int _inFlight;
    private readonly Random _random;
    private readonly Dictionary<UserId, long> _heads = [];

    private Sends(IMessageSync sync, World world, int inFlight, int seed) =>
        (_sync, _world, _inFlight, _random) = (sync, world, inFlight, new(seed));

    /// <summary>Notes how far the Inboxes are.</summary>
    public static async Task<Sends> BeginAsync(IMessageSync sync, World world, int inFlight, int seed)
    {
        var sends = new Sends(sync, world, inFlight, seed);
        var heads = await Parallelism.CollectAsync(world.Users.Count, i => Heads.OfAsync(sync, world.Users[i]));
        foreach (var (user, head) in world.Users.Zip(heads)) sends._heads[user] = head;
        return sends;
    }

    /// <summary>Sends, then waits until the Inboxes of all who were written to are complete.</summary>
    /// <param name="count">How many.</param>
    /// <param name="latencies">Is told how long each took, from its first try to its answer.</param>
    public async Task RunAsync(int count, Latencies? latencies = null)
    {
        var plan = Enumerable.Range(0, count).Select(_ => _world.Chats[_random.Next(_world.Chats.Count)])
            .Select(chat => (Chat: chat, Sender: chat.Members[_random.Next(chat.Members.Count)])).ToArray();
        foreach (var user in plan.SelectMany(one => one.Chat.Members)) _heads[user]++;

        await Parallelism.RunAsync(count, _inFlight, async i =>
        {
            var (key, began) = (new SendKey(Guid.NewGuid().ToString("N")), Stopwatch.GetTimestamp());
            while (!await IsSentAsync(plan[i].Sender, plan[i].Chat.Id, key))
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            latencies?.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        });
        // The last ones first: with them the others are through, mostly.
        foreach (var user in plan.Reverse().SelectMany(one => one.Chat.Members).Distinct().Take(1000))
            await Heads.ReachAsync(_sync, user, _heads[user]);
    }

    /// <returns>False where Inboxes are too far behind: it is to be tried again.</returns>
    private async Task<bool> IsSentAsync(UserId sender, ConversationId chat, SendKey key) =>
        (await _sync.SendAsync(new(sender), chat, key, s_body)).Refusal switch
        {
            null => true,
            Refusal.Overloaded => false,
            var refusal => throw new InvalidOperationException($"Refused: {refusal}."),
        };
}
