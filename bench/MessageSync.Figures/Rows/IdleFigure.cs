using System.Diagnostics;
using System.Text;
using MessageSync.Timelines;

namespace MessageSync.Figures.Rows;

/// <summary>A sync costs what is new, not what is old: 10 000 idle conversations and a cursor of 30 days ago, against one
/// conversation and a cursor of just now. p99 of both, taken by turns (trap T29).</summary>
internal sealed class IdleFigure : IFigure
{
    private const int News = 10;

    private static readonly MessageBody s_body = new(
        Encoding.UTF8.GetBytes("hello"), IsText: true, MessageBody.DefaultContentType);

    public string Name => "idle";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var idle = bench.Of(10_000, 1_000);
        var clock = new MovedClock();
        await using var server = await Server.StartAsync(bench.NewFolder("idle"), clock);
        var (old, fresh) = (new Caller(new("old"), new("phone")), new Caller(new("fresh"), new("phone")));
        await Parallelism.RunAsync(idle, 256, async i => await server.Sync.CreateDirectAsync(old, new($"user-{i}")));
        // One entry of each: that they are in.
        await Heads.ReachAsync(server.Sync, old.User, idle);
        var oldCursor = (await server.Sync.SyncAsync(old, new() { Limit = 0 })).Value!.Head;

        clock.Moved = TimeSpan.FromDays(30);
        var freshCursor = await WriteAsync(server.Sync, fresh, null);
        await WriteAsync(server.Sync, old, oldCursor);

        var (olds, freshs) = (new List<double>(), new List<double>());
        for (var i = 0; i < bench.Of(2000, 200); i++)
        {
            olds.Add(await TimeAsync(server.Sync, old, oldCursor));
            freshs.Add(await TimeAsync(server.Sync, fresh, freshCursor));
        }
        var (slow, quick) = (Highest(olds), Highest(freshs));
        return [new(
            $"sync with {idle:n0} idle conversations and a cursor 30 days old (reference: a fresh one), p99", "ms",
            quick, slow, slow / quick, "at most 2 times", slow <= 2 * quick)];
    }

    /// <summary>News in one conversation, after a position.</summary>
    /// <returns>That position.</returns>
    private static async Task<string> WriteAsync(IMessageSync sync, Caller reader, string? cursor)
    {
        var writer = new Caller(new("writer"));
        var chat = (await sync.CreateDirectAsync(writer, reader.User)).Value!.Conversation.Id;
        cursor ??= (await sync.SyncAsync(reader, new() { Wait = TimeSpan.FromSeconds(10) })).Value!.Head;
        for (var i = 0; i < News; i++) await sync.SendAsync(writer, chat, new($"news-{i}"), s_body);
        while ((await sync.SyncAsync(reader, new() { Cursor = cursor })).Value!.Entries.Count(e => e.Message is not null) < News)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        return cursor;
    }

    private static async Task<double> TimeAsync(IMessageSync sync, Caller reader, string cursor)
    {
        var watch = Stopwatch.StartNew();
        await sync.SyncAsync(reader, new() { Cursor = cursor });
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Highest(List<double> times) => times.Order().ElementAt(times.Count * 99 / 100);

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Moved { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Moved;
    }
}
