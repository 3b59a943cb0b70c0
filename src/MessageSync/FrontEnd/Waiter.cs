using MessageSync.Grains;

namespace MessageSync.FrontEnd;

/// <summary>One who follows an Inbox in this process, by a wait or a stream. Hints come from any thread; one reads.</summary>
internal sealed class Waiter(HintHub hub, UserId owner, DeviceId? stream) : IDisposable
{
    /// <summary>Signals kept for one who reads slowly; the oldest go first.</summary>
    private const int SignalsMax = 64;

    private static readonly TimerCallback s_end = static woken => ((TaskCompletionSource)woken!).TrySetResult();

    private static readonly Action<object?, CancellationToken> s_cancel =
        static (woken, ct) => ((TaskCompletionSource)woken!).TrySetCanceled(ct);

    private static readonly IReadOnlyCollection<Signal> s_none = [];

    /// <summary>Timers count whole milliseconds: one that is early would be set again and again.</summary>
    private static readonly TimeSpan s_early = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private TaskCompletionSource? _woken;
    private bool _hasNews;
    private InboxSeqNo _head;
    private bool _groupMoved;
    private Queue<Signal>? _signals;
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
            Wake();
        }
    }

    /// <summary>Whoever waits looks again.</summary>
    public void LookAgain()
    {
        lock (_gate) Wake();
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
            var news = new News(_head, _groupMoved, _signals ?? s_none, _number < _end.Before ? _end.Why : null);
            (_hasNews, _groupMoved, _signals) = (false, false, null);
            return news;
        }
    }

    /// <summary>Waits for the first hint since <see cref="Take"/>. Leaves nothing behind, however often it is
    /// called.</summary>
    /// <param name="most">How long at most.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken ct)
    {
        var woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_hasNews) return;

            _woken = woken;
        }
        await using var timer = clock.CreateTimer(s_end, woken, most + s_early, Timeout.InfiniteTimeSpan);
        await using var giveUp = ct.UnsafeRegister(s_cancel, woken);
        await woken.Task;
    }

    public void Dispose() => hub.Close(this);

    /// <summary>Called within the gate.</summary>
    private void Wake()
    {
        _hasNews = true;
        _woken?.TrySetResult();
    }
}

/// <summary>What a waiter heard.</summary>
/// <param name="Head">The highest place of the Inbox that it was told of.</param>
/// <param name="GroupMoved">A large group told of a round.</param>
/// <param name="Signals">In the order they came.</param>
/// <param name="End">Why its stream is to end; null when it goes on.</param>
internal readonly record struct News(InboxSeqNo Head, bool GroupMoved, IReadOnlyCollection<Signal> Signals, StreamEnd? End);
