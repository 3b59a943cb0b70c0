using System.Collections.Concurrent;

namespace MessageSync.Load.Tests.Support;

/// <summary>Time that passes only when nothing else can happen, and one thread for everything: what a run measures is
/// exact and the same every time.</summary>
internal sealed class DrivenClock : TimeProvider
{
    private readonly PriorityQueue<(Timer Timer, int Setting), (long Due, int No)> _timers = new();
    private readonly Pump _pump = new();
    private long _ticks;
    private int _no;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Now => TimeSpan.FromTicks(_ticks);

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Assert.Equal(Timeout.InfiniteTimeSpan, period);
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>A wait of this clock.</summary>
    public Task PassAsync(TimeSpan time, CancellationToken ct = default)
    {
        var clock = this;
        return Task.Delay(time, clock, ct);
    }

    /// <summary>Runs to the end, moving time on whenever everything waits.</summary>
    public void Run(Func<Task> work)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_pump);
        try
        {
            var task = work();
            while (!task.IsCompleted)
                Assert.True(_pump.RunNext() || FireNext(), "Everything waits, and no timer is set.");
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private bool FireNext()
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

    private sealed class Timer(DrivenClock clock, TimerCallback callback, object? state) : ITimer
    {
        private int _setting;

        public bool IsSet(int setting) => setting == _setting;

        public void Fire()
        {
            _setting++;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _setting++;
            if (dueTime != Timeout.InfiniteTimeSpan)
                clock._timers.Enqueue((this, _setting), (clock._ticks + dueTime.Ticks, ++clock._no));
            return true;
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Pump : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

        public bool RunNext()
        {
            if (!_posted.TryDequeue(out var next)) return false;

            next.Callback(next.State);
            return true;
        }
    }
}
