using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MessageSync.Figures.Processes;

namespace MessageSync.Figures.Rows;

/// <summary>A group of 100 000, of whom 5 000 have open streams, with messages all the time: when they hear of it, and how
/// often.</summary>
internal sealed class RoundsFigure : IFigure
{
    private const int PerSecond = 50;

    public string Name => "rounds";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var (members, listeners, seconds) = (bench.Of(100_000, 2_000), bench.Of(5_000, 200), bench.Of(45, 3));
        var round = bench.Of(10, 1);
        var most = round + 2.0;
        await using var silo = await SiloProcess.StartAsync(
            bench.NewFolder("rounds"), string.Create(CultureInfo.InvariantCulture, $"--MessageSync:AdvanceRound=00:00:{round:00}"));
        using var backend = await Backend.SignInAsync(silo.Address);
        await backend.GroupAsync("town", members);
        var heard = new ConcurrentQueue<TimeSpan>[listeners];
        var watch = new Stopwatch();
        for (var i = 0; i < listeners; i++) heard[i] = new();
        var streams = await OpenStreams.OpenAsync(backend, listeners, (user, name, data) =>
        {
            if (name == "entry" && watch.IsRunning && data.Contains("\"advanced\"", StringComparison.Ordinal))
                heard[user].Enqueue(watch.Elapsed);
        });

        watch.Start();
        var sends = new List<Task>();
        for (var i = 0; i < seconds * PerSecond; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond);
            if (due > watch.Elapsed) await Task.Delay(due - watch.Elapsed, TimeProvider.System);
            sends.Add(backend.SendAsync(members - 1 - (i % 100), "town", "hello, town"));
        }
        await Task.WhenAll(sends);
        var last = watch.Elapsed;
        await Task.Delay(TimeSpan.FromSeconds(round * 1.5), TimeProvider.System);
        OpenStreams.Close(streams);

        // Of the first message, between two rounds, and of the last one.
        var longest = heard.Max(times => times.Prepend(TimeSpan.Zero).Zip(times.Append(last), (one, other) => other - one)
            .Append(times.IsEmpty ? TimeSpan.MaxValue : times.Last() - last).Max()).TotalSeconds;
        var rounds = heard.Max(times => times.Count);
        var allowed = (int)Math.Ceiling((last.TotalSeconds + round) / round) + 1;
        return
        [
            new($"a group of {members:n0} with {listeners:n0} open streams: longest time until they hear", "s", null, longest,
                longest, $"at most {most:0} s", longest <= most),
            new($"rounds that a stream heard in {last.TotalSeconds:0} s", "", null, rounds, rounds, $"at most {allowed}",
                rounds <= allowed),
        ];
    }
}
