using System.Diagnostics;
using MessageSync.Figures.Processes;

namespace MessageSync.Figures.Rows;

/// <summary>All streams drop at once and come back within ten seconds, where they were, while people go on
/// writing.</summary>
internal sealed class ReconnectFigure : IFigure
{
    private const int BackWithin = 10;
    private const double SecondsMax = 20;
    private const int PerSecond = 200;

    public string Name => "reconnect";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var count = bench.Of(5_000, 200);
        await using var silo = await SiloProcess.StartAsync(bench.NewFolder("reconnect"));
        using var backend = await Backend.SignInAsync(silo.Address);
        var chats = new string[count];
        await Parallelism.RunAsync(count, 64, async i => chats[i] = await backend.DirectAsync(i, (i + 1) % count));
        var streams = (await OpenStreams.OpenAsync(backend, count, (_, _, _) => { })).ToArray();

        using var over = new CancellationTokenSource();
        var sending = SendAsync(over.Token);
        OpenStreams.Close(streams);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            var due = TimeSpan.FromSeconds((double)bench.Of(BackWithin, 1) * i / count);
            if (due > watch.Elapsed) await Task.Delay(due - watch.Elapsed, TimeProvider.System);
            streams[i] = await OpenStream.OpenAsync(backend, i, streams[i].Position, (_, _) => { });
            await streams[i].CaughtUp;
        }));
        var seconds = watch.Elapsed.TotalSeconds;
        await over.CancelAsync();
        await sending;
        OpenStreams.Close(streams);
        return
        [
            new($"{count:n0} streams drop and come back within {bench.Of(BackWithin, 1)} s: all caught up after", "s", null, seconds,
                seconds, $"at most {SecondsMax:0} s", seconds <= SecondsMax),
            new("sends refused meanwhile", "", null, backend.Refused, backend.Refused, "none", backend.Refused == 0),
        ];

        async Task SendAsync(CancellationToken ct)
        {
            var sends = new List<Task>();
            var began = Stopwatch.StartNew();
            for (var i = 0; !ct.IsCancellationRequested; i++)
            {
                var due = TimeSpan.FromSeconds((double)i / PerSecond);
                if (due > began.Elapsed) await Task.Delay(due - began.Elapsed, TimeProvider.System, CancellationToken.None);
                var sender = (int)(i * 7919L % count);
                sends.Add(backend.SendAsync(sender, chats[sender], "while you were away"));
            }
            await Task.WhenAll(sends);
        }
    }
}
