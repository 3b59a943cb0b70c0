using MessageSync.Load.Mixes;
using MessageSync.Load.Targets;
using MessageSync.Load.Tests.Support;

namespace MessageSync.Load.Tests.Driving;

public sealed class ClosedLoopTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void So_many_are_under_way_at_any_time()
    {
        var run = new DrivenRun(TimeSpan.FromSeconds(1));
        var (underWay, most) = (0, 0);

        run.Closed(4, null, async (_, ct) =>
        {
            most = Math.Max(most, ++underWay);
            await run.Clock.PassAsync(Step, ct);
            underWay--;
            return Outcome.Of(1);
        });

        Assert.Equal(4, most);
        Assert.Equal(40, run.Recorder.Successes);
        Assert.Equal(Step, run.Recorder.Latency.Mean);
    }

    [Fact]
    public void It_ends_where_the_operations_end()
    {
        var run = new DrivenRun(TimeSpan.FromSeconds(1));

        run.Closed(4, 10, async (_, ct) =>
        {
            await run.Clock.PassAsync(Step, ct);
            return Outcome.Of(1);
        });

        Assert.Equal(10, run.Recorder.Successes);
        Assert.Equal(TimeSpan.FromMilliseconds(300), run.Clock.Now);
    }

    [Fact]
    public void Failures_count_by_kind_and_never_end_the_run()
    {
        var run = new DrivenRun(TimeSpan.FromSeconds(1));

        run.Closed(1, null, async (number, ct) =>
        {
            await run.Clock.PassAsync(Step, ct);
            return (number % 3) switch
            {
                0 => throw new TargetException("timeout", "late"),
                1 => throw new InvalidOperationException("a bug"),
                _ => Outcome.Of(1),
            };
        });

        Assert.Equal(
            [("InvalidOperationException", 3L), ("timeout", 4L)],
            run.Recorder.Errors.Select(error => (error.Key, error.Value)));
        Assert.Equal(3, run.Recorder.Successes);
    }
}
