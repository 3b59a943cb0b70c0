using System.Diagnostics;
using System.Text;
using MessageSync.Timelines;

namespace MessageSync.Figures.Rows;

/// <summary>Senders at four times what the machine takes: those let in are answered within three times the time of half
/// the load, the others are refused at once, and afterwards all is as before.</summary>
internal sealed class OverloadFigure : IFigure
{
    private static readonly MessageBody s_body = new(
        Encoding.UTF8.GetBytes(new string('x', 200)), IsText: true, MessageBody.DefaultContentType);

    public string Name => "overload";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        await using var server = await Server.StartAsync(bench.NewFolder("overload"));
        var world = await World.OneToOneAsync(server.Sync, users: bench.Of(10_000, 1_000), conversations: bench.Of(20_000, 2_000));
        var seconds = bench.Of(60, 3);
        await PaceAsync(server.Sync, world, seconds: bench.Of(5, 1));
        var pace = await PaceAsync(server.Sync, world, bench.Of(10, 2));

        var half = await PushAsync(server.Sync, world, pace / 2, bench.Of(20, 2));
        var rush = await PushAsync(server.Sync, world, pace * 4, seconds);
        var memory = GC.GetTotalMemory(forceFullCollection: false) >> 20;
        var after = await SecondsAsync(server.Sync, world, bench.Of(30, 4));
        var (soon, later) = (after[bench.Of(5, 1)..bench.Of(10, 2)].Average(), after[bench.Of(10, 2)..].Average());
        return
        [
            Compared("latency of what is let in at 4 times the pace, median", "ms", half.Median, rush.Median, 3),
            Compared("the same, p99", "ms", half.P99, rush.P99, 3),
            new("sends that are answered at 4 times the pace", "messages/s", pace, rush.AcceptedPerSecond, rush.AcceptedPerSecond / pace, "", null),
            new("a refusal, p99", "ms", null, rush.RefusedP99, null, "", null),
            new("memory in use during the rush", "MiB", null, memory, null, "", null),
            new("sends 5 s after it, against later", "messages/s", later, soon, soon / later, "at least 90 %", soon >= 0.9 * later),
        ];
    }

    private static FigureResult Compared(string what, string unit, double reference, double value, double atMost) =>
        new(what, unit, reference, value, value / reference, $"at most {atMost} times", value <= atMost * reference);

    /// <summary>What the machine takes, per second.</summary>
    private static async Task<double> PaceAsync(IMessageSync sync, World world, int seconds) =>
        (await SecondsAsync(sync, world, seconds)).Average();

    /// <summary>How many sends of a closed loop, which waits when it is told to, are answered in each second.</summary>
    private static async Task<int[]> SecondsAsync(IMessageSync sync, World world, int seconds)
    {
        var (watch, sent) = (Stopwatch.StartNew(), new int[seconds]);
        await Parallelism.RunAsync(int.MaxValue, 256, async _ =>
        {
            if (!await SendAsync(sync, world)) await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            else if (watch.Elapsed.TotalSeconds < seconds) Interlocked.Increment(ref sent[(int)watch.Elapsed.TotalSeconds]);
        }, () => watch.Elapsed.TotalSeconds < seconds);
        return sent;
    }

    /// <summary>Sends by the clock, whatever comes of them.</summary>
    private static async Task<Push> PushAsync(IMessageSync sync, World world, double perSecond, int seconds)
    {
        var (accepted, refused) = (new Latencies(), new Latencies());
        var (underWay, ended) = (1, new TaskCompletionSource());
        var watch = Stopwatch.StartNew();
        for (var begun = 0; watch.Elapsed.TotalSeconds < seconds;)
        {
            for (var due = (int)(watch.Elapsed.TotalSeconds * perSecond); begun < due; begun++)
            {
                Interlocked.Increment(ref underWay);
                _ = TimeAsync(begun / perSecond);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
        End();
        await ended.Task;
        return new(accepted.Count / watch.Elapsed.TotalSeconds, accepted.At(50), accepted.At(99), refused.At(99));

        async Task TimeAsync(double due)
        {
            // A refusal counts from the call: that it comes late is the sender's own doing.
            var called = Stopwatch.GetTimestamp();
            try
            {
                if (await SendAsync(sync, world)) accepted.Add((watch.Elapsed.TotalSeconds - due) * 1000);
                else refused.Add(Stopwatch.GetElapsedTime(called).TotalMilliseconds);
            }
            catch (InvalidOperationException error)
            {
                ended.TrySetException(error);
            }
            End();
        }

        void End()
        {
            if (Interlocked.Decrement(ref underWay) == 0) ended.TrySetResult();
        }
    }

    private static async Task<bool> SendAsync(IMessageSync sync, World world)
    {
        var chat = world.Chats[Random.Shared.Next(world.Chats.Count)];
        var answer = await sync.SendAsync(new(chat.Members[0]), chat.Id, new(Guid.NewGuid().ToString("N")), s_body);
        return answer.Refusal switch
        {
            null => true,
            Refusal.Overloaded => false,
            var refusal => throw new InvalidOperationException($"Refused: {refusal}."),
        };
    }

    private sealed record Push(double AcceptedPerSecond, double Median, double P99, double RefusedP99);
}
