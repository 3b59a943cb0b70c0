#pragma warning disable CA1305, MA0011, RS0030
using MessageSync.Timelines;
using System.Diagnostics;
using System.Text;
using MessageSync;
using MessageSync.Figures;
using MessageSync.Figures.Bare;
using MessageSync.Inboxes;

var root = Directory.CreateTempSubdirectory("figures-").FullName;
var kind = args[0];
var n = int.Parse(args[1]);
var times = int.Parse(args[2]);
var template = Path.Combine(root, "template");
World world;
await using (var server = await Server.StartAsync(template))
{
    var w = Stopwatch.StartNew();
    world = kind switch
    {
        "one" => await World.OneToOneAsync(server.Sync, 10_000, 20_000),
        "hot" => await World.GroupsAsync(server.Sync, 1, 2),
        _ => await World.GroupsAsync(server.Sync, 400, 50),
    };
    Console.WriteLine($"setup {w.Elapsed}");
}
var body = new MessageBody(Encoding.UTF8.GetBytes(new string('x', 200)), true, MessageBody.DefaultContentType);
var mode = args.Length > 3 ? args[3] : "both";
for (var t = 0; t < times; t++)
{
    double a = 0, b = 0;
    if (mode != "ours")
    {
        var folder = Copy(template, $"a{t}");
        using (var bare = new BareSends(folder, world))
        {
            bare.Run(n / 2, 1000, t + 1000);
            var w = Stopwatch.StartNew();
            bare.Run(n, 1000, t);
            a = n / w.Elapsed.TotalSeconds;
        }
        Directory.Delete(folder, true);
    }
    if (mode != "bare")
    {
        var folder = Copy(template, $"b{t}");
        await using (var server = await Server.StartAsync(folder))
        {
            var random = new Random(t);
            var plan = Enumerable.Range(0, n).Select(_ => (Chat: world.Chats[random.Next(world.Chats.Count)], By: random.Next(2))).ToArray();
            var expect = world.Users.ToDictionary(u => u, u => 0);
            foreach (var p in plan) foreach (var m in p.Chat.Members) expect[m]++;
            var start = world.Users.ToDictionary(u => u, u => 0L);
            foreach (var u in world.Users) start[u] = await HeadAsync(server.Sync, u);
            await Parallelism.RunAsync(n / 2, 256, i => SendOneAsync(server.Sync, plan[i]));
            foreach (var p in plan.Take(n / 2)) foreach (var m in p.Chat.Members) expect[m]++;
            var alloc = GC.GetTotalAllocatedBytes();
            var gc = GC.GetTotalPauseDuration();
            var w = Stopwatch.StartNew();
            await Parallelism.RunAsync(n, 256, i => SendOneAsync(server.Sync, plan[i]));
            var acked = w.Elapsed;
            foreach (var u in plan.TakeLast(2000).SelectMany(p => p.Chat.Members).Distinct())
                while (await HeadAsync(server.Sync, u) < start[u] + expect[u]) await Task.Delay(1);
            b = n / w.Elapsed.TotalSeconds;
            Console.WriteLine($"  acked {acked.TotalSeconds:f2} all {w.Elapsed.TotalSeconds:f2} alloc/msg {(GC.GetTotalAllocatedBytes() - alloc) / n} gc {(GC.GetTotalPauseDuration()-gc).TotalMilliseconds:f0} ms");
            foreach (var u in world.Users)
                if (await HeadAsync(server.Sync, u) != start[u] + expect[u]) Console.WriteLine("late " + u);
        }
        Directory.Delete(folder, true);
    }
    Console.WriteLine($"bare {a:f0} ours {b:f0} ratio {b / a:f2}");
}
Directory.Delete(root, true);

async Task SendOneAsync(IMessageSync sync, (Chat Chat, int By) one)
{
    var r = await sync.SendAsync(new(one.Chat.Members[one.By]), one.Chat.Id, new(Guid.NewGuid().ToString("N")), body);
    if (r.Refusal is { } refusal) Console.WriteLine(refusal);
}
async Task<long> HeadAsync(IMessageSync sync, UserId user)
{
    var reply = await sync.SyncAsync(new(user, new("d")), new() { Limit = 0 });
    return InboxCursor.TryParse(reply.Value!.Head, user, out var cursor) ? cursor.Seq.Value : throw new InvalidOperationException();
}
string Copy(string from, string name)
{
    var to = Path.Combine(root, name);
    Directory.CreateDirectory(to);
    foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    return to;
}
