using System.Diagnostics;
using System.Text;
using MessageSync.Timelines;

namespace MessageSync.Figures.Rows;

/// <summary>A group of 100 000: how long what people do in it takes, and what it costs of memory.</summary>
internal sealed class LargeGroupFigure : IFigure
{
    private const int PerCall = Limits.MembersPerCallMax;
    private const int Samples = 50;
    private static readonly Caller s_backend = new(new("backend"), IsService: true);
    private static readonly ConversationId s_group = new("everybody");
    private static readonly MessageBody s_body = new(
        Encoding.UTF8.GetBytes(new string('x', 200)), IsText: true, MessageBody.DefaultContentType);

    public string Name => "large-group";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var users = Enumerable.Range(0, bench.Of(100_000, 5_000)).Select(i => new UserId($"user-{i}")).ToArray();
        await using var server = await Server.StartAsync(bench.NewFolder("large-group"));
        var sync = server.Sync;
        await sync.CreateGroupAsync(s_backend, s_group, new([users[0]]));

        var joining = await TimeAsync(() => JoinAsync(sync, users));
        var calls = bench.Of(20_000, 2_000);
        var sending = await TimeAsync(() => Parallelism.RunAsync(
            calls, 256, async i => Must(await sync.SendAsync(new(users[i % users.Length]), s_group, new($"k{i}"), s_body))));
        var recall = await MedianAsync(i => sync.RecallAsync(s_backend, s_group, new(i + 1)));
        var leave = await MedianAsync(i => sync.RemoveMemberAsync(s_backend, s_group, users[^(i + 1)]));
        var read = await MedianAsync(i => sync.ReadAsync(new(users[i + 1]), s_group, new(calls)));
        var page = await MedianAsync(i => sync.MembersAsync(s_backend, s_group, users[i * 7], PerCall));
        var device = new DeviceId("phone");
        var news = await MedianAsync(i => sync.SyncAsync(new(users[i + 100], device), new() { Limit = 100 }));
        var heap = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
        var what = $"a group of {users.Length:n0}: ";
        return
        [
            Reported(what + "joining, 1000 a call", "members/s", users.Length / joining),
            Reported(what + "sends, 256 in flight", "messages/s", calls / sending),
            Reported(what + "a recall, median", "ms", recall),
            Reported(what + "leaving, median", "ms", leave),
            Reported(what + "reading on, median", "ms", read),
            Reported(what + "a page of 1000 members, median", "ms", page),
            Reported(what + "first sync of a member, median", "ms", news),
            Reported(what + "managed heap afterwards", "MB", heap),
        ];
    }

    private static async Task JoinAsync(IMessageSync sync, UserId[] users)
    {
        foreach (var some in users.Skip(1).Chunk(PerCall))
        {
            Answer<Done> joined;
            // Fan-out tells everybody that they are in; where it falls behind, the backend waits as it is told.
            while ((joined = await sync.ChangeMembersAsync(s_backend, s_group, some, [])).Refusal is Refusal.Overloaded)
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            Must(joined);
        }
    }

    private static async Task<double> MedianAsync<T>(Func<int, Task<Answer<T>>> call) where T : class
    {
        var times = new List<double>();
        for (var i = 0; i < Samples; i++) times.Add(1000 * await TimeAsync(async () => Must(await call(i))));
        return Alternation.Median(times);
    }

    private static async Task<double> TimeAsync(Func<Task> call)
    {
        var watch = Stopwatch.StartNew();
        await call();
        return watch.Elapsed.TotalSeconds;
    }

    private static void Must<T>(Answer<T> answer) where T : class
    {
        if (answer.Refusal is { } refusal) throw new InvalidOperationException($"Refused: {refusal}.");
    }

    private static FigureResult Reported(string what, string unit, double value) =>
        new(what, unit, null, value, null, "", null);
}
