using System.Diagnostics;
using MessageSync.Figures.Bare;
using MessageSync.Inboxes;

namespace MessageSync.Figures.Rows;

/// <summary>Devices that are at least 100 messages behind read two pages of 50, on a database with a long history. The
/// same devices in every round, in another order, and read once before: what they read is warm. A conversation is drawn
/// by its popularity, then one of the two.</summary>
internal sealed class LongHistorySyncFigure(PostgresData data, Preloaded preloaded) : IFigure
{
    private const int Page = 50;
    private const int Pages = 2;
    private const int InboxEntries = 1000;
    private const int InFlight = 32;
    private const int Compared = 200;

    /// <summary>As many as the store reads at a time (ReaderCount).</summary>
    private const int Connections = 8;

    public string Name => "sync";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var history = await preloaded.MakeAsync(bench);
        var where = await data.CopyAsync(history.Template);
        await using var server = await Server.StartAsync(data, where);
        var devices = await DevicesAsync(server.Sync, history.World, bench.Of(10_000, 1_000));
        var bare = new List<BarePostgresSync>();
        for (var i = 0; i < Connections; i++) bare.Add(await BarePostgresSync.OpenAsync(data.In(where)));

        foreach (var device in devices.Take(Compared)) await CompareAsync(server.Sync, bare[0], device);
        await BareAsync(bare, devices);
        await OursAsync(server.Sync, devices);
        var result = await Alternation.RunAsync(
            bench, $"sync of 100 entries with bodies, pages of {Page}, at {history.Messages:n0} messages, warm",
            "pages/s", Bound.AtLeastShare(0.6),
            round => BareAsync(bare, Shuffled(devices, round)),
            round => OursAsync(server.Sync, Shuffled(devices, round)));
        foreach (var connection in bare) await connection.DisposeAsync();
        return [result];
    }

    private static async Task<Device[]> DevicesAsync(IMessageSync sync, World world, int count)
    {
        var random = new Random(1);
        var draw = new Draw<Chat>(world.Chats, 0, 1, Popularity.Zipf);
        var epoch = (await sync.SyncAsync(new(world.Users[0], new("phone")), new())).Value!.Epoch;
        var heads = new Dictionary<UserId, long>();
        // Before all messages each Inbox says that its conversations began.
        var others = world.Chats.SelectMany(chat => chat.Members).CountBy(user => user).ToDictionary();
        var devices = new List<Device>();
        while (devices.Count < count)
        {
            var members = draw.Next(random).Members;
            var user = members[random.Next(members.Count)];
            if (!heads.TryGetValue(user, out var head)) heads[user] = head = await Heads.OfAsync(sync, user);
            var (first, last) = (Math.Max(others[user], head - InboxEntries), head - (Page * Pages));
            if (last < first) continue;
            var after = random.NextInt64(first, last + 1);
            devices.Add(new(user, after, new InboxCursor(epoch, new(after)).Text(user)));
        }
        return [.. devices];
    }

    private static Device[] Shuffled(Device[] devices, int seed)
    {
        var shuffled = devices.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    private static async Task<double> BareAsync(List<BarePostgresSync> connections, Device[] devices)
    {
        var (next, watch) = (-1, Stopwatch.StartNew());
        await Task.WhenAll(connections.Select(connection => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < devices.Length)
            {
                var after = devices[i].After;
                for (var page = 0; page < Pages; page++)
                    after = (await BarePageAsync(connection, devices[i], after)).Last;
            }
        })));
        return devices.Length * Pages / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> OursAsync(IMessageSync sync, Device[] devices)
    {
        var watch = Stopwatch.StartNew();
        await Parallelism.RunAsync(devices.Length, InFlight, async i =>
        {
            var cursor = devices[i].Cursor;
            for (var page = 0; page < Pages; page++) cursor = (await OurPageAsync(sync, devices[i], cursor)).Cursor;
        });
        return devices.Length * Pages / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Both have to read the same messages.</summary>
    private static async Task CompareAsync(IMessageSync sync, BarePostgresSync bare, Device device)
    {
        var (after, cursor) = (device.After, device.Cursor);
        for (var page = 0; page < Pages; page++)
        {
            var (theirs, ours) = (await BarePageAsync(bare, device, after), await OurPageAsync(sync, device, cursor));
            (after, cursor) = (theirs.Last, ours.Cursor);
            var same = theirs.Messages
                .Select(message => (
                    message.Conversation, (long)message.Seq, message.Sender, message.SendKey, message.Body.Length))
                .SequenceEqual(ours.Entries.Select(entry => entry.Message!).Select(message => (
                    message.Conversation.Value, message.Seq.Value, message.Sender.Value, message.SendKey.Value,
                    message.Body!.Bytes.Length)));
            if (!same) throw new InvalidOperationException($"{device.User} after {device.After}: the pages differ.");
        }
    }

    private static async Task<BarePage> BarePageAsync(BarePostgresSync bare, Device device, long after)
    {
        var page = await bare.PageAsync(device.User, after, Page);
        return page.Messages.Count == Page ? page : throw new InvalidOperationException("A page is short.");
    }

    private static async Task<SyncReply> OurPageAsync(IMessageSync sync, Device device, string cursor)
    {
        var reply = await sync.SyncAsync(new(device.User, new("phone")), new() { Cursor = cursor, Limit = Page });
        var page = reply.Value!;
        return page.Reset is null && page.Entries.Count == Page && page.Entries.All(entry => entry.Message is not null)
            ? page
            : throw new InvalidOperationException("A page is short.");
    }

    private sealed record Device(UserId User, long After, string Cursor);
}
