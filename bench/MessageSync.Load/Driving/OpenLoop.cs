using MessageSync.Load.Measuring;

namespace MessageSync.Load.Driving;

/// <summary>
/// Operations begin by a schedule, whatever the target does, as users would. What cannot begin on time begins as soon
/// as it can, and its latency counts from when it should have begun: a target that stalls shows the waiting of all who
/// would have come meanwhile (no coordinated omission).
/// </summary>
internal static class OpenLoop
{
    // Timers are no finer; asking for less would keep a core busy with waiting.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>A fixed rate, for ever.</summary>
    /// <param name="perSecond">Above 0.</param>
    public static IEnumerable<TimeSpan> Every(double perSecond)
    {
        for (long number = 0; ; number++)
            yield return TimeSpan.FromTicks((long)(number * TimeSpan.TicksPerSecond / perSecond));
    }

    /// <summary>Runs until the window is over and everything begun is answered or given up.</summary>
    /// <param name="schedule">When each operation should begin, from the begin of the window on; never decreasing.
    /// </param>
    /// <param name="atOnce">Most operations under way; the next one waits, and that counts.</param>
    /// <param name="operations">Carries out each.</param>
    /// <param name="recorder">Told of those that were due and could not begin before the end.</param>
    /// <param name="window">After its end none is due.</param>
    /// <param name="clock">The clock of the run.</param>
    /// <param name="stop">Tells that the window was ended early.</param>
    /// <param name="ct">Gives up what is under way.</param>
    public static async Task RunAsync(
        IEnumerable<TimeSpan> schedule, int atOnce, Operations operations, Recorder recorder, Window window,
        TimeProvider clock, CancellationToken stop, CancellationToken ct)
    {
        var slots = new Slots(atOnce);
        var left = clock.GetElapsedTime(clock.GetTimestamp(), window.End);
        using var end = new CancellationTokenSource(left + Tick, clock);
        using var ended = end.Token.Register(slots.Wake);
        using var stopped = stop.Register(slots.Wake);
        long number = 0;
        foreach (var offset in schedule)
        {
            var due = window.Begin + window.Stamps(offset);
            await DueAsync(due, clock, stop);
            if (due >= window.End || (stop.IsCancellationRequested && due > clock.GetTimestamp())) break;

            if (await BeginsAsync(slots, window, stop)) _ = RunAsync(operations, number++, due, slots, ct);
            else recorder.NeverStarted(due);
        }
        while (!slots.AreAllFree) await slots.ChangedAsync();
    }

    private static async Task DueAsync(long due, TimeProvider clock, CancellationToken stop)
    {
        while (clock.GetTimestamp() is var now && now < due && !stop.IsCancellationRequested)
        {
            var left = clock.GetElapsedTime(now, due);
            await Task.Delay(left > Tick ? left : Tick, clock, stop).ConfigureAwait(
                ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Takes a slot; once the window is over, only one that is free.</summary>
    private static async Task<bool> BeginsAsync(Slots slots, Window window, CancellationToken stop)
    {
        while (!slots.TryTake())
        {
            var changed = slots.ChangedAsync();
            if (window.IsOver || stop.IsCancellationRequested) return false;

            await changed;
        }
        return true;
    }

    private static async Task RunAsync(
        Operations operations, long number, long due, Slots slots, CancellationToken ct)
    {
        await Task.Yield();   // the schedule goes on while this one begins
        await operations.RunAsync(number, due, ct);
        slots.Release();
    }
}
