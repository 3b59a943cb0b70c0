using System.Diagnostics;
using MessageSync.Figures.Processes;

namespace MessageSync.Figures.Rows;

/// <summary>A group of 100, all with open streams, as fast as it goes: what their readers get.</summary>
/// <param name="name">To choose it by.</param>
/// <param name="data">Where; null for SQLite.</param>
internal sealed class StreamGroupFigure(string name = "stream-group", IData? data = null) : IFigure
{
    private const int Members = 100;
    private const int InFlight = 32;

    public string Name => name;

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        await using var silo = await SiloProcess.StartAsync(data ?? new SqliteData(bench), name);
        using var backend = await Backend.SignInAsync(silo.Address);
        await backend.GroupAsync("team", Members);
        var (heard, sent, seconds) = (0L, 0L, bench.Of(15, 1));
        var streams = await OpenStreams.OpenAsync(backend, Members, (_, kind, _) =>
        {
            if (kind == "entry") Interlocked.Increment(ref heard);
        });

        await RunAsync(bench.Of(5, 1));
        var (heardBefore, sentBefore, watch) = (Interlocked.Read(ref heard), Sent(), Stopwatch.StartNew());
        await RunAsync(seconds);
        var time = watch.Elapsed.TotalSeconds;
        var (received, messages) = (Interlocked.Read(ref heard) - heardBefore, Sent() - sentBefore);
        OpenStreams.Close(streams);
        return
        [
            FigureResult.Of($"a group of {Members}, all with open streams: deliveries", "entries/s", received / time),
            FigureResult.Of($"a group of {Members}, all with open streams: messages", "messages/s", messages / time),
        ];

        // A refused one is none.
        long Sent() => Interlocked.Read(ref sent) - backend.Refused;

        Task RunAsync(int forSeconds)
        {
            var until = Stopwatch.StartNew();
            return Task.WhenAll(Enumerable.Range(0, InFlight).Select(async worker =>
            {
                while (until.Elapsed.TotalSeconds < forSeconds)
                {
                    await backend.SendAsync(worker, "team", new string('x', 200));
                    Interlocked.Increment(ref sent);
                }
            }));
        }
    }
}
