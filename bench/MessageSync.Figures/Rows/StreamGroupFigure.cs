using System.Diagnostics;
using MessageSync.Figures.Processes;

namespace MessageSync.Figures.Rows;

/// <summary>A group of 100, all with open streams, as fast as it goes: what their readers get.</summary>
internal sealed class StreamGroupFigure : IFigure
{
    private const int Members = 100;
    private const int InFlight = 32;

    public string Name => "stream-group";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        await using var silo = await SiloProcess.StartAsync(bench.NewFolder("stream-group"));
        using var backend = await Backend.SignInAsync(silo.Address);
        await backend.GroupAsync("team", Members);
        var (heard, sent, seconds) = (0L, 0L, bench.Of(15, 1));
        var streams = await OpenStreams.OpenAsync(backend, Members, (_, name, _) =>
        {
            if (name == "entry") Interlocked.Increment(ref heard);
        });

        await RunAsync(bench.Of(5, 1));
        var (heardBefore, sentBefore, watch) = (Interlocked.Read(ref heard), Interlocked.Read(ref sent), Stopwatch.StartNew());
        await RunAsync(seconds);
        var time = watch.Elapsed.TotalSeconds;
        var (received, messages) = (Interlocked.Read(ref heard) - heardBefore, Interlocked.Read(ref sent) - sentBefore);
        OpenStreams.Close(streams);
        return
        [
            new($"a group of {Members}, all with open streams: deliveries", "entries/s", null, received / time, null, "", null),
            new($"a group of {Members}, all with open streams: messages", "messages/s", null, messages / time, null, "", null),
        ];

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
