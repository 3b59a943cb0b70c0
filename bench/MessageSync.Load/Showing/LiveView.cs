using MessageSync.Load.Measuring;
using Spectre.Console;
using Recorder = MessageSync.Load.Measuring.Recorder;

namespace MessageSync.Load.Showing;

/// <summary>Progress bars on a terminal.</summary>
internal sealed class LiveView : IRunView
{
    private readonly ProgressContext _bars;
    private readonly TimeProvider _clock;
    private ProgressTask? _task;
    private RunGlance? _last;

    private LiveView(ProgressContext bars, TimeProvider clock) => (_bars, _clock) = (bars, clock);

    /// <summary>Shows a run while it lasts.</summary>
    public static Task<T> ShowAsync<T>(IAnsiConsole console, TimeProvider clock, Func<IRunView, Task<T>> run) =>
        console.Progress()
            .Columns(
                new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(bars => run(new LiveView(bars, clock)));

    /// <inheritdoc/>
    public void Phase(string name)
    {
        if (_task is { } before) before.Value = 1;
        _task = _bars.AddTask(name, maxValue: 1);
    }

    /// <inheritdoc/>
    public void Prepared(double part)
    {
        if (_task is { } task) task.Value = part;
    }

    /// <inheritdoc/>
    public void Look(Window window, Recorder recorder)
    {
        if (_task is not { } task) return;

        var glance = RunGlance.At(_clock, window, recorder, _last);
        _last = glance;
        task.Value = glance.Part;
        task.Description = Markup.Escape(glance.IsWarmUp ? "warm-up" : glance.ToString());
    }
}
