using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MessageSync.Figures.Processes;

namespace MessageSync.Figures.Rows;

/// <summary>One-to-one messages at a fixed pace, each to an open stream: from the moment when the send was due to the
/// moment when the receiver has it.</summary>
/// <param name="name">To choose it by.</param>
/// <param name="data">Where; null for SQLite.</param>
/// <param name="isHeld">To the bounds of PostgreSQL.</param>
internal sealed class StreamDeliveryFigure(
    string name = "stream-delivery", IData? data = null, bool isHeld = false) : IFigure
{
    private const int PerSecond = 1000;

    public string Name => name;

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var (count, seconds) = (bench.Of(1_000, 100), bench.Of(20, 1));
        await using var silo = await SiloProcess.StartAsync(data ?? new SqliteData(bench), name);
        using var backend = await Backend.SignInAsync(silo.Address);
        var chats = new string[count];
        await Parallelism.RunAsync(count, 64, async i => chats[i] = await backend.DirectAsync(i, (i + 1) % count));
        var (latencies, isWarm, began) = (new Latencies(), false, Stopwatch.GetTimestamp());
        var streams = await OpenStreams.OpenAsync(backend, count, Hear);

        // As long as the other rows with a silo: in its first quarter of a minute it compiles.
        await SendAsync(bench.Of(20, 1));
        isWarm = true;
        await SendAsync(seconds);
        for (var i = 0; i < 100 && latencies.Count < seconds * PerSecond; i++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        OpenStreams.Close(streams);
        var what = string.Create(CultureInfo.InvariantCulture, $"{PerSecond} messages/s to {count:n0} open streams, from send to receipt");
        return
        [
            FigureResult.Of(what + ", p50", "ms", latencies.At(50)),
            FigureResult.Of(what + ", p99", "ms", latencies.At(99), isHeld ? Bound.Below(12, "ms") : null),
            // What never came has no time: the row above means something only where nothing is missing.
            FigureResult.Of(
                what + ": received of sent", "%", 100.0 * latencies.Count / (seconds * PerSecond),
                isHeld ? Bound.AtLeast(100, "%") : null),
        ];

        async Task SendAsync(int forSeconds)
        {
            var start = Stopwatch.GetTimestamp();
            var sends = new List<Task>(forSeconds * PerSecond);
            for (var i = 0; i < forSeconds * PerSecond; i++)
            {
                var due = start + (i * Stopwatch.Frequency / PerSecond);
                while (Stopwatch.GetTimestamp() < due)
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
                var sender = (int)(i * 7919L % count);
                var body = string.Create(CultureInfo.InvariantCulture, $"{(isWarm ? 'm' : 'w')}{due - began}");
                sends.Add(backend.SendAsync(sender, chats[sender], body.PadRight(200)));
            }
            await Task.WhenAll(sends);
        }

        void Hear(int user, string kind, string text)
        {
            if (!isWarm || kind != "entry") return;

            var now = Stopwatch.GetTimestamp();
            using var entry = JsonDocument.Parse(text);
            if (!entry.RootElement.TryGetProperty("message", out var message)) return;
            var body = message.GetProperty("body").GetString()!;
            if (body[0] != 'm' || message.GetProperty("sender").GetString() == Backend.User(user)) return;
            var due = began + long.Parse(body.AsSpan(1).Trim(), CultureInfo.InvariantCulture);
            latencies.Add(Stopwatch.GetElapsedTime(due, now).TotalMilliseconds);
        }
    }
}
