using System.Diagnostics;
using MessageSync.Figures.Processes;

namespace MessageSync.Figures.Rows;

/// <summary>What open streams cost while nothing happens: resident memory of the silo for each, and its CPU. The load is in
/// another process, this one.</summary>
internal sealed class StreamMemoryFigure : IFigure
{
    private const double KilobytesMax = 20;
    private const double PercentMax = 5;

    public string Name => "stream-idle";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var (count, time) = (bench.Of(10_000, 500), TimeSpan.FromSeconds(bench.Of(60, 1)));
        await using var silo = await SiloProcess.StartAsync(bench.NewFolder("stream-idle"));
        using var backend = await Backend.SignInAsync(silo.Address);
        // Whatever is made once is not to count.
        OpenStreams.Close(await OpenStreams.OpenAsync(backend, 50, (_, _, _) => { }));
        await Task.Delay(TimeSpan.FromSeconds(bench.Of(2, 0)), TimeProvider.System);

        var before = silo.ResidentBytes;
        var streams = await OpenStreams.OpenAsync(backend, count, (_, _, _) => { });
        await Task.Delay(TimeSpan.FromSeconds(bench.Of(10, 0)), TimeProvider.System);
        var cpu = silo.ProcessorTime;
        var watch = Stopwatch.StartNew();
        await Task.Delay(time, TimeProvider.System);
        var percent = (silo.ProcessorTime - cpu) / watch.Elapsed * 100;
        var kilobytes = (silo.ResidentBytes - before) / 1000.0 / count;
        OpenStreams.Close(streams);
        return
        [
            new($"{count:n0} open streams: resident memory of each", "KB", null, kilobytes, kilobytes,
                $"at most {KilobytesMax:0} KB", kilobytes <= KilobytesMax),
            new($"{count:n0} open streams that hear nothing: CPU", "% of a core", null, percent, percent,
                $"at most {PercentMax:0} %", percent <= PercentMax),
        ];
    }
}
