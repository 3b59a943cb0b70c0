using System.Diagnostics;
using MessageSync.Timelines;

namespace MessageSync.Figures.Rows;

/// <summary>The list of a user with 50 000 conversations: the first page, and all of them.</summary>
internal sealed class ListFigure : IFigure
{
    private const int Times = 5;

    public string Name => "list";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var count = bench.Of(50_000, 5_000);
        await using var server = await Server.StartAsync(bench.NewFolder("list"));
        var ann = new Caller(new("ann"));
        await Parallelism.RunAsync(
            count, 256, async i => await server.Sync.CreateDirectAsync(ann, new($"user-{i}")));

        var first = new List<double>();
        var all = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            first.Add(await TimeAsync(() => PageAsync(server.Sync, ann, 50, null)));
            all.Add(await TimeAsync(() => AllAsync(server.Sync, ann, count)));
        }
        var (page, whole) = (Alternation.Median(first), Alternation.Median(all));
        return
        [
            new($"list of {count:n0} conversations, first page", "ms", null, page, null, "at most 100 ms", page <= 100),
            new($"list of {count:n0} conversations, all pages", "ms", null, whole, null, "at most 5 s", whole <= 5000),
        ];
    }

    private static async Task AllAsync(IMessageSync sync, Caller caller, int count)
    {
        var (seen, page) = (0, (string?)null);
        do
        {
            var list = await PageAsync(sync, caller, 200, page);
            (seen, page) = (seen + list.Conversations.Count, list.NextPage);
        }
        while (page is not null);
        if (seen != count) throw new InvalidOperationException($"{seen} of {count} conversations.");
    }

    private static async Task<ConversationList> PageAsync(IMessageSync sync, Caller caller, int limit, string? page) =>
        (await sync.ListAsync(caller, new() { Limit = limit, Page = page })).Value!;

    private static async Task<double> TimeAsync(Func<Task> call)
    {
        var watch = Stopwatch.StartNew();
        await call();
        return watch.Elapsed.TotalMilliseconds;
    }
}
