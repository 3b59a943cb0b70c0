using MessageSync.Load.Auditing;
using MessageSync.Load.Driving;
using MessageSync.Load.Measuring;
using MessageSync.Load.Mixes;
using MessageSync.Load.Showing;
using MessageSync.Load.Targets;

namespace MessageSync.Load;

/// <summary>One run: prepare, warm up, measure, check.</summary>
/// <param name="settings">How it is driven.</param>
/// <param name="mix">What is done.</param>
/// <param name="clock">The only clock of the run.</param>
/// <param name="view">Shown what happens.</param>
internal sealed class LoadRun(LoadSettings settings, IMix mix, TimeProvider clock, IRunView view)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Runs it.</summary>
    /// <param name="stop">Ends it early: what was measured until then is the result.</param>
    /// <exception cref="TargetException">Preparing failed.</exception>
    /// <exception cref="OperationCanceledException">Stopped while preparing.</exception>
    public async Task<RunResult> RunAsync(CancellationToken stop)
    {
        view.Phase("preparing");
        await mix.PrepareAsync(new Shown(view), stop);
        if (mix.Audit is { } audit) await audit.BeginAsync(stop);

        view.Phase("measuring");
        var window = new Window(clock, settings.WarmUp, settings.Duration);
        var recorder = new Recorder(clock, window, settings.Interval, LoadSettings.IntervalsMax);
        var looking = LookAsync(recorder, window, out var looks);
        await DriveAsync(recorder, window, stop);
        await looks.CancelAsync();
        await looking;
        looks.Dispose();
        await mix.StopAsync();

        view.Phase("checking");
        var (audited, failure) = await AuditAsync();
        return new(window.Measured, stop.IsCancellationRequested, recorder, mix.Notes, audited, failure)
        {
            IsOpen = Schedule is not null,
        };
    }

    private IEnumerable<TimeSpan>? Schedule =>
        mix.Schedule ?? (settings.Rate is { } rate ? OpenLoop.Every(rate) : null);

    private async Task DriveAsync(Recorder recorder, Window window, CancellationToken stop)
    {
        using var given = new CancellationTokenSource(settings.WarmUp + settings.Duration + settings.Grace, clock);
        using var stopped = stop.Register(() =>
        {
            window.EndNow();
            given.CancelAfter(settings.Grace);
        });
        var operations = new Operations(mix.RunAsync, recorder, window, clock, settings.RetryAfter);
        await (Schedule is not { } schedule
            ? ClosedLoop.RunAsync(settings.InFlight, mix.Count, operations, window, clock, given.Token)
            : OpenLoop.RunAsync(
                mix.Count is { } count ? schedule.Take((int)count) : schedule,
                settings.InFlight, operations, recorder, window, clock, stop, given.Token));
        window.EndNow();   // a mix may have an end of its own
    }

    private Task LookAsync(Recorder recorder, Window window, out CancellationTokenSource looks)
    {
        looks = new CancellationTokenSource();
        return LookAsync(recorder, window, looks.Token);
    }

    private async Task LookAsync(Recorder recorder, Window window, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(BetweenLooks, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ct)) view.Look(window, recorder);
        }
        catch (OperationCanceledException)
        {
            // The last look is the report.
        }
    }

    private async Task<(AuditResult? Result, string? Failure)> AuditAsync()
    {
        if (mix.Audit is not { } audit) return (null, null);

        try
        {
            return (await audit.CheckAsync(CancellationToken.None), null);
        }
        catch (TargetException failure)
        {
            return (null, failure.Kind);
        }
        finally
        {
            audit.Dispose();
        }
    }

    private sealed class Shown(IRunView view) : IProgress<double>
    {
        public void Report(double value) => view.Prepared(value);
    }
}

/// <summary>What a run found.</summary>
/// <param name="Measured">How long was measured.</param>
/// <param name="Stopped">It was ended early by a person.</param>
/// <param name="Recorder">All figures.</param>
/// <param name="Notes">What happened beside the operations, by name.</param>
/// <param name="Audit">What the check of the acknowledged messages found; null without one.</param>
/// <param name="AuditFailure">Why the check could not be made, as a kind of error; null otherwise.</param>
internal sealed record RunResult(
    TimeSpan Measured, bool Stopped, Recorder Recorder, IReadOnlyDictionary<string, long> Notes, AuditResult? Audit,
    string? AuditFailure)
{
    /// <summary>True when operations were due by a schedule.</summary>
    public bool IsOpen { get; init; }

    /// <summary>True when something was measured and nothing went wrong.</summary>
    public bool IsGood =>
        Recorder.Successes > 0 && Recorder.Errors.Count == 0 && AuditFailure is null
        && Audit is null or { IsGood: true };
}
