namespace MessageSync.Load.Driving;

/// <summary>Room for operations under way. Any number may release; one waits at a time.</summary>
/// <param name="count">How many there are, 1 or more.</param>
internal sealed class Slots(int count)
{
    private readonly Lock _gate = new();
    private int _taken;
    private TaskCompletionSource? _waiter;

    /// <summary>True when none is taken.</summary>
    public bool AreAllFree
    {
        get
        {
            lock (_gate) return _taken == 0;
        }
    }

    /// <summary>Takes one.</summary>
    /// <returns>False when none is free.</returns>
    public bool TryTake()
    {
        lock (_gate)
        {
            if (_taken == count) return false;

            _taken++;
            return true;
        }
    }

    /// <summary>Gives one back.</summary>
    public void Release()
    {
        lock (_gate) _taken--;
        Wake();
    }

    /// <summary>Completes at the next <see cref="Release"/> or <see cref="Wake"/>; at once while none is taken.
    /// </summary>
    public Task ChangedAsync()
    {
        lock (_gate)
        {
            if (_taken == 0) return Task.CompletedTask;

            _waiter ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task;
        }
    }

    /// <summary>Makes whoever waits look again.</summary>
    public void Wake()
    {
        TaskCompletionSource? waiter;
        lock (_gate) (waiter, _waiter) = (_waiter, null);
        waiter?.SetResult();
    }
}
