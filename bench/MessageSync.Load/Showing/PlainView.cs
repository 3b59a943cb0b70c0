using System.Globalization;
using MessageSync.Load.Measuring;
using MessageSync.Load.Reporting;

namespace MessageSync.Load.Showing;

/// <summary>One plain line per second, for logs and pipes.</summary>
/// <param name="output">Where to.</param>
/// <param name="clock">To be silent between seconds.</param>
internal sealed class PlainView(TextWriter output, TimeProvider clock) : IRunView
{
    private readonly Lock _gate = new();
    private long _lastPrepared = clock.GetTimestamp();
    private RunGlance? _last;

    /// <inheritdoc/>
    public void Phase(string name)
    {
        lock (_gate) output.WriteLine(name + " …");
    }

    /// <inheritdoc/>
    public void Prepared(double part)
    {
        lock (_gate)
        {
            if (clock.GetElapsedTime(_lastPrepared) < TimeSpan.FromSeconds(1)) return;

            _lastPrepared = clock.GetTimestamp();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"prepared {part:P0}"));
        }
    }

    /// <inheritdoc/>
    public void Look(Window window, Recorder recorder)
    {
        var glance = RunGlance.At(clock, window, recorder, _last);
        _last = glance;
        lock (_gate)
            output.WriteLine(glance.IsWarmUp
                ? $"warm-up, {Numbers.Count(glance.UnderWay)} under way"
                : string.Create(CultureInfo.InvariantCulture, $"{glance.Second,5:0} s  {glance}"));
    }
}
