using System.Diagnostics;
using System.Threading.Tasks.Sources;
using MessageSync.Grains;
using MessageSync.Storage;

namespace MessageSync.FrontEnd;

/// <summary>One who follows an Inbox in this process, by a wait or a stream. Hints come from any thread; one reads. There are
/// thousands who hear nothing: a wait reuses what the last one had.</summary>
internal sealed class Waiter(HintHub hub, UserId owner, DeviceId? stream) : IValueTaskSource, IDisposable
{
    /// <summary>Signals kept for one who reads slowly; the oldest go first.</summary>
    private const int SignalsMax = 64;

    private static readonly TimerCallback s_timeOver = static waiter => ((Waiter)waiter!).EndWait(null);
    private static readonly Action<object?, CancellationToken> s_giveUp =
        static (waiter, ct) => ((Waiter)waiter!).EndWait(new OperationCanceledException(ct));

    private static readonly IReadOnlyCollection<Signal> s_none = [];

    /// <summary>Timers count whole milliseconds: one that is early would be set again and again.</summary>
    private static readonly TimeSpan s_early = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _wait = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _givingUp;
    private ITimer? _timer;
    private bool _isWaiting;
    private bool _hasNews;
    private InboxSeqNo _head;
    private bool _groupMoved;
    private bool _grainsMoved;
    private Queue<Signal>? _signals;
    private Activity? _cause;
    private long _number;
    private (long Before, StreamEnd Why) _end;

    public UserId Owner { get; } = owner;

    /// <summary>The device whose stream it is; null for a wait.</summary>
    public DeviceId? Stream { get; } = stream;

    /// <summary>The large groups it hears of.</summary>
    public List<ConversationId> Groups { get; } = [];

    public void InboxMoved(InboxSeqNo head)
    {
        lock (_gate)
        {
            if (head <= _head) return;

            _head = head;
            _cause = Telemetry.Cause ?? _cause;
            Wake();
        }
    }

    /// <summary>Whoever waits looks again.</summary>
    public void LookAgain()
    {
        lock (_gate) Wake();
    }

    public void GrainsMoved()
    {
        lock (_gate)
        {
            _grainsMoved = true;
            Wake();
        }
    }

    /// <summary>True once after <see cref="GrainsMoved"/>.</summary>
    public bool TakeGrainsMoved()
    {
        lock (_gate) return _grainsMoved && !(_grainsMoved = false);
    }

    public void GroupMoved()
    {
        lock (_gate)
        {
            _groupMoved = true;
            Wake();
        }
    }

    public void Signalled(Signal signal)
    {
        if (Stream is null) return;

        lock (_gate)
        {
            _signals ??= [];
            if (_signals.Count == SignalsMax) _signals.Dequeue();
            _signals.Enqueue(signal);
            Wake();
        }
    }

    /// <summary>Streams of this device that were opened before the <paramref name="before"/>th end.</summary>
    public void End(long before, StreamEnd why)
    {
        lock (_gate)
        {
            if (before <= _end.Before) return;

            _end = (before, why);
            Wake();
        }
    }

    /// <summary>This stream has its number; a newer one may have ended it already.</summary>
    public void Number(long number)
    {
        lock (_gate) _number = number;
    }

    /// <summary>What was heard since the last time. Called before reading, so that nothing is missed between.</summary>
    public News Take()
    {
        lock (_gate)
        {
            var news = new News(_head, _groupMoved, _signals ?? s_none, _number < _end.Before ? _end.Why : null)
            {
                Cause = _cause,
            };
            (_hasNews, _groupMoved, _signals, _cause) = (false, false, null, null);
            return news;
        }
    }

    /// <summary>Waits for the first hint since <see cref="Take"/>, on the scheduler of the caller. One at a time; the task is
    /// awaited once.</summary>
    /// <param name="most">How long at most.</param>
    /// <param name="clock">Measures it; always the same.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public ValueTask WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_hasNews) return ValueTask.CompletedTask;

            _wait.Reset();
            _isWaiting = true;
        }
        _timer ??= clock.CreateTimer(s_timeOver, this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(most + s_early, Timeout.InfiniteTimeSpan);
        _givingUp = ct.UnsafeRegister(s_giveUp, this);
        return new(this, _wait.Version);
    }

    public void Dispose()
    {
        hub.Close(this);
        _timer?.Dispose();
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.GetResult(short token)
    {
        _givingUp.Unregister();
        _wait.GetResult(token);
    }

    /// <summary>Called within the gate.</summary>
    private void Wake()
    {
        _hasNews = true;
        EndWait(null);
    }

    private void EndWait(Exception? failure)
    {
        lock (_gate)
        {
            if (!_isWaiting) return;

            _isWaiting = false;
            if (failure is null) _wait.SetResult(true);
            else _wait.SetException(failure);
        }
    }
}

/// <summary>What a waiter heard.</summary>
/// <param name="Head">The highest place of the Inbox that it was told of.</param>
/// <param name="GroupMoved">A large group told of a round.</param>
/// <param name="Signals">In the order they came.</param>
/// <param name="End">Why its stream is to end; null when it goes on.</param>
internal readonly record struct News(
    InboxSeqNo Head, bool GroupMoved, IReadOnlyCollection<Signal> Signals, StreamEnd? End)
{
    /// <summary>The recorded span that it is due to, the latest; null where there is none.</summary>
    public Activity? Cause { get; init; }

    /// <summary>A sync from this position has something to bring.</summary>
    public bool IsAfter(InboxSeqNo position) => Head > position || GroupMoved;
}
