namespace MessageSync.Simulation.Tests.Machine;

/// <summary>Time that passes only when nothing else can happen. Timers fire in order, in the context that made them.</summary>
internal sealed class SimClock : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly PriorityQueue<(Timer Timer, long Setting), (long Due, long No)> _timers = new();
    private long _ticks;
    private long _no;

    /// <summary>How far the wall clock is off: it may go forward by days, and back.</summary>
    public TimeSpan Slew { get; set; }

    /// <summary>Time since the beginning, which never goes back.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(_ticks);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => s_start + Elapsed + Slew;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state, SynchronizationContext.Current as Context
            ?? throw new InvalidOperationException("A timer outside of the simulation: " + Environment.StackTrace));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Time jumps to the next timer.</summary>
    /// <returns>False when there is none.</returns>
    public bool FireNext()
    {
        while (_timers.TryDequeue(out var next, out var at))
        {
            if (!next.Timer.IsSet(next.Setting)) continue;

            _ticks = Math.Max(_ticks, at.Due);
            next.Timer.Fire();
            return true;
        }
        return false;
    }

    private sealed class Timer(SimClock clock, TimerCallback callback, object? state, Context context) : ITimer
    {
        private long _setting;
        private TimeSpan _period;

        public bool IsSet(long setting) => setting == _setting && !context.IsDead;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            (_setting, _period) = (_setting + 1, period);
            if (dueTime != Timeout.InfiniteTimeSpan)
                clock._timers.Enqueue((this, _setting), (clock._ticks + dueTime.Ticks, ++clock._no));
            return true;
        }

        public void Fire()
        {
            var fired = _setting;
            context.Post(_ =>
            {
                if (fired == _setting) callback(state);
            }, null);
            if (_period != Timeout.InfiniteTimeSpan)
                clock._timers.Enqueue((this, _setting), (clock._ticks + _period.Ticks, ++clock._no));
        }

        public void Dispose() => (_setting, _period) = (_setting + 1, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
