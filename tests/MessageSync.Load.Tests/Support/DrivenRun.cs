using MessageSync.Load.Driving;
using MessageSync.Load.Measuring;
using MessageSync.Load.Mixes;

namespace MessageSync.Load.Tests.Support;

/// <summary>A loop over operations that a test makes up, on a driven clock.</summary>
internal sealed class DrivenRun
{
    private readonly TimeSpan _duration;

    public DrivenRun(TimeSpan duration, TimeSpan warmUp = default)
    {
        _duration = duration;
        Window = new(Clock, warmUp, duration);
        Recorder = new(Clock, Window, TimeSpan.FromSeconds(1), 600);
    }

    public DrivenClock Clock { get; } = new();

    public Window Window { get; }

    public Recorder Recorder { get; }

    /// <summary>When each operation began, by the clock.</summary>
    public List<TimeSpan> Begun { get; } = [];

    public bool Retries { get; init; }

    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An open loop.</summary>
    /// <param name="perSecond">Its rate.</param>
    /// <param name="atOnce">Its limit.</param>
    /// <param name="operation">What an operation is, by its number.</param>
    /// <param name="stop">Ends it early.</param>
    public DrivenRun Open(
        double perSecond, int atOnce, Func<long, CancellationToken, Task<Outcome>> operation,
        CancellationToken stop = default)
    {
        Clock.Run(async () =>
        {
            using var given = new CancellationTokenSource(_duration + Grace, Clock);
            await OpenLoop.RunAsync(
                OpenLoop.Every(perSecond), atOnce, Of(operation), Recorder, Window, Clock, stop, given.Token);
        });
        return this;
    }

    /// <summary>A closed loop.</summary>
    public DrivenRun Closed(int inFlight, long? count, Func<long, CancellationToken, Task<Outcome>> operation)
    {
        Clock.Run(async () =>
        {
            using var given = new CancellationTokenSource(_duration + Grace, Clock);
            await ClosedLoop.RunAsync(inFlight, count, Of(operation), Window, Clock, given.Token);
        });
        return this;
    }

    private Operations Of(Func<long, CancellationToken, Task<Outcome>> operation) => new(
        (number, ct) =>
        {
            Begun.Add(Clock.Now);
            return operation(number, ct);
        },
        Recorder, Window, Clock, Retries);
}
