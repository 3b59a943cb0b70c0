namespace MessageSync.Orleans.Tests.Support;

/// <summary>The machine's clock, but what happens again and again happens once at the beginning and then when a test
/// says so.</summary>
/// <param name="ticksByTest">False for the machine's clock as it is.</param>
internal class TickingClock(bool ticksByTest = true) : TimeProvider
{
    private Action? _again;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (!ticksByTest || period == Timeout.InfiniteTimeSpan)
            return base.CreateTimer(callback, state, dueTime, period);

        _again = () => callback(state);
        _again();
        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>It is time again.</summary>
    public void Tick() => _again!();
}
