using MessageSync.Load.Targets;

namespace MessageSync.Load.Mixes;

/// <summary>What a mix does before the measurement: many calls, none of which may be lost.</summary>
internal static class Preparation
{
    private const int AtOnce = 256;

    /// <summary>Does something for each number below <paramref name="count"/>, many at once.</summary>
    public static async Task ForEachAsync(
        int count, Func<int, CancellationToken, Task> one, IProgress<double> progress, CancellationToken ct)
    {
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForAsync(0, count, options, async (number, token) =>
        {
            await one(number, token);
            progress.Report((double)Interlocked.Increment(ref done) / count);
        });
    }

    /// <summary>Repeats a call until it is not refused.</summary>
    /// <exception cref="TargetException">It failed.</exception>
    public static async Task<T> PatientlyAsync<T>(Func<Task<Reply<T>>> call, TimeProvider clock, CancellationToken ct)
        where T : class
    {
        while (true)
        {
            var reply = await call();
            if (reply.Refused is not { } refused) return reply.Value!;

            await Task.Delay(refused.RetryAfter, clock, ct);
        }
    }

    /// <summary>Repeats an operation until it is not refused.</summary>
    /// <exception cref="TargetException">It failed.</exception>
    public static async Task PatientlyAsync(Func<Task<Outcome>> operation, TimeProvider clock, CancellationToken ct)
    {
        while ((await operation()).Refused is { } refused) await Task.Delay(refused.RetryAfter, clock, ct);
    }

    /// <summary>Progress of a part that follows on another.</summary>
    /// <param name="whole">The progress of all.</param>
    /// <param name="from">Where the part begins, 0 to 1.</param>
    /// <param name="to">Where it ends.</param>
    public static IProgress<double> Part(this IProgress<double> whole, double from, double to) =>
        new PartOf(whole, from, to);

    private sealed class PartOf(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + (value * (to - from)));
    }
}
