using MessageSync.Load.Driving;
using MessageSync.Load.Mixes;
using MessageSync.Load.Targets;
using MessageSync.Load.Tests.Support;

namespace MessageSync.Load.Tests.Driving;

public sealed class OpenLoopTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void The_schedule_is_kept_while_the_target_keeps_up()
    {
        var run = new DrivenRun(Second);

        run.Open(10, atOnce: 5, async (_, ct) =>
        {
            await run.Clock.PassAsync(TimeSpan.FromMilliseconds(250), ct);
            return Outcome.Of(1);
        });

        Assert.Equal(Enumerable.Range(0, 10).Select(i => TimeSpan.FromMilliseconds(100 * i)), run.Begun);
        Assert.Equal(10, run.Recorder.Successes);
        Assert.Equal(TimeSpan.FromMilliseconds(250), run.Recorder.Latency.Least);
        Assert.Equal(TimeSpan.FromMilliseconds(250), run.Recorder.Latency.Greatest);
        Assert.Equal(TimeSpan.Zero, run.Recorder.Lateness.Greatest);
    }

    [Fact]
    public void A_stall_counts_for_everyone_who_would_have_come_meanwhile()
    {
        // One at a time; the first takes 500 ms, the others no time at all. They were due at 100, 200, 300, 400 ms …
        var run = new DrivenRun(Second);

        run.Open(10, atOnce: 1, async (number, ct) =>
        {
            if (number == 0) await run.Clock.PassAsync(TimeSpan.FromMilliseconds(500), ct);
            return Outcome.Of(1);
        });

        Assert.Equal(10, run.Recorder.Successes);
        // 500 + 400 + 300 + 200 + 100 ms and five times nothing; a closed loop would say 500 ms and nothing else.
        Assert.Equal(TimeSpan.FromMilliseconds(150), run.Recorder.Latency.Mean);
        Assert.Equal(TimeSpan.FromMilliseconds(500), run.Recorder.Latency.Greatest);
        Assert.Equal(TimeSpan.FromMilliseconds(400), run.Recorder.Lateness.Greatest);
        Assert.Equal(TimeSpan.FromMilliseconds(100), run.Recorder.Lateness.Mean);
    }

    [Fact]
    public void What_is_never_answered_is_reported_with_the_time_it_waited()
    {
        var run = new DrivenRun(Second);

        run.Open(10, atOnce: 3, async (_, ct) =>
        {
            await run.Clock.PassAsync(TimeSpan.FromHours(1), ct);
            return Outcome.Of(1);
        });

        Assert.Equal(0, run.Recorder.Successes);
        Assert.Equal(3, run.Recorder.Unfinished);
        Assert.Equal(7, run.Recorder.NotStarted);
        Assert.Equal(10, run.Recorder.Latency.Count);
        // The first one waited through the whole second and the grace.
        Assert.Equal(TimeSpan.FromSeconds(11), run.Recorder.Age.Greatest);
        Assert.Equal(0, run.Recorder.UnderWay);
    }

    [Fact]
    public void What_is_answered_after_the_end_counts_for_latency_and_not_for_throughput()
    {
        var run = new DrivenRun(Second);

        run.Open(2, atOnce: 10, async (_, ct) =>
        {
            await run.Clock.PassAsync(TimeSpan.FromMilliseconds(700), ct);
            return Outcome.Of(1);
        });

        Assert.Equal(2, run.Recorder.Latency.Count);
        Assert.Equal(1, run.Recorder.Intervals.Sum(point => point!.Succeeded));
    }

    [Fact]
    public void The_warm_up_does_not_count()
    {
        var run = new DrivenRun(Second, warmUp: Second);

        run.Open(10, atOnce: 10, async (_, ct) =>
        {
            await run.Clock.PassAsync(TimeSpan.FromMilliseconds(run.Clock.Now < Second ? 90 : 10), ct);
            return Outcome.Of(1);
        });

        Assert.Equal(20, run.Begun.Count);
        Assert.Equal(10, run.Recorder.Latency.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(10), run.Recorder.Latency.Greatest);
    }

    [Fact]
    public void Ended_early_nothing_begins_any_more_and_what_was_measured_stays()
    {
        using var stop = new CancellationTokenSource();
        var run = new DrivenRun(TimeSpan.FromMinutes(10));

        run.Open(10, atOnce: 10, (number, _) =>
        {
            if (number == 4)
            {
                run.Window.EndNow();
                stop.Cancel();
            }
            return Task.FromResult(Outcome.Of(1));
        }, stop.Token);

        Assert.Equal(5, run.Begun.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(400), run.Window.Measured);
        Assert.Equal(4, run.Recorder.Successes);   // the fifth was due at the very end, which is outside
    }

    [Fact]
    public void A_refused_operation_is_given_up()
    {
        var run = new DrivenRun(Second);

        run.Open(10, atOnce: 10, (number, _) => Task.FromResult(
            number == 3 ? new Refused("overloaded", Second) : Outcome.Of(1)));

        Assert.Equal(9, run.Recorder.Successes);
        Assert.Equal([("overloaded", 1L)], run.Recorder.Refusals.Select(refusal => (refusal.Key, refusal.Value)));
        Assert.Empty(run.Recorder.Errors);
    }

    [Fact]
    public void Respecting_retry_after_it_is_repeated_then_and_its_latency_includes_the_pause()
    {
        var run = new DrivenRun(Second) { Retries = true };
        var refused = false;

        run.Open(10, atOnce: 10, (number, _) =>
        {
            if (number != 3 || refused) return Task.FromResult(Outcome.Of(1));

            refused = true;
            return Task.FromResult<Outcome>(new Refused("overloaded", TimeSpan.FromMilliseconds(300)));
        });

        Assert.Equal(10, run.Recorder.Successes);
        Assert.Equal(TimeSpan.FromMilliseconds(300), run.Recorder.Latency.Greatest);
        Assert.Equal(1, run.Recorder.Refusals["overloaded"]);
    }

    [Fact]
    public void A_fixed_rate_does_not_drift()
    {
        var offset = OpenLoop.Every(3).ElementAt(3_000_000);

        Assert.Equal(TimeSpan.FromSeconds(1_000_000), offset);
    }
}
