using MessageSync.Grains;

namespace MessageSync.FrontEnd;

/// <summary>One who follows an Inbox in this process, by a wait or a stream. Hints come from any thread; one reads.</summary>
internal sealed class Waiter(HintHub hub, UserId owner, DeviceId? stream) : IDisposable
{
    /// <summary>Signals kept for one who reads slowly; the oldest go first.</summary>
    private const int SignalsMax = 64;

    private readonly Lock _gate = new();
    private TaskCompletionSource _woken = NewWoken();
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
            _woken.TrySetResult();
        }
    }

    public void GroupMoved()
    {
        lock (_gate)
        {
            _groupMoved = true;
            _woken.TrySetResult();
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
            _woken.TrySetResult();
        }
    }

    /// <summary>Streams of this device that were opened before the <paramref name="before"/>th end.</summary>
    public void End(long before, StreamEnd why)
    {
        lock (_gate)
        {
            if (before <= _end.Before) return;

            _end = (before, why);
            _woken.TrySetResult();
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
            var news = new News(_head, _groupMoved, _signals ?? [], _number < _end.Before ? _end.Why : null);
            (_groupMoved, _signals) = (false, null);
            if (_woken.Task.IsCompleted) _woken = NewWoken();
            return news;
        }
    }

    /// <summary>Waits for the first hint since <see cref="Take"/>, on the scheduler of the caller.</summary>
    /// <param name="most">How long at most.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="stopping">Ends the wait early.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>False when the time was over.</returns>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<bool> WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken stopping, CancellationToken ct)
    {
        Task woken;
        lock (_gate) woken = _woken.Task;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, ct);
            await FollowAsync(woken).WaitAsync(most, clock, either.Token);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return true;   // the host stops
        }
    }

    public void Dispose() => hub.Close(this);

    /// <summary>A task on the scheduler of the caller.</summary>
    private static async Task FollowAsync(Task woken) => await woken;

    private static TaskCompletionSource NewWoken() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What a waiter heard.</summary>
/// <param name="Head">The highest place of the Inbox that it was told of.</param>
/// <param name="GroupMoved">A large group told of a round.</param>
/// <param name="Signals">In the order they came.</param>
/// <param name="End">Why its stream is to end; null when it goes on.</param>
internal readonly record struct News(InboxSeqNo Head, bool GroupMoved, IReadOnlyCollection<Signal> Signals, StreamEnd? End);
