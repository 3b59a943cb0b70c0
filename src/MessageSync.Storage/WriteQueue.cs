namespace MessageSync.Storage;

/// <summary>
/// What waits to be stored, for all writers of a host. A transaction costs the server more than most of what is in it, so a
/// second writer begins beside another only with a large batch, or where the other is stuck; what makes two large batches is
/// shared. Thread-safe.
/// </summary>
internal sealed class WriteQueue
{
    /// <summary>So many writes are stored at little more cost than one.</summary>
    private const int SmallBatch = 64;

    /// <summary>So many rows are worth another transaction beside those under way.</summary>
    private const int LargeBatch = 256;

    private readonly Lock _gate = new();
    private readonly WaitingWrites _waiting = new();
    private readonly WaitingWrites _patient = new();
    private readonly Stack<TaskCompletionSource<bool>> _idle = new();
    private readonly GroupCommitOptions _options;
    private readonly TimeProvider _clock;
    private ITimer? _late;
    private bool _isWatched;
    private int _writers;
    private int _storing;
    private int _down;
    private bool _closed;

    public WriteQueue(GroupCommitOptions options, TimeProvider clock) => (_options, _clock) = (options, clock);

    /// <summary>True once nothing more is taken in.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate) return _closed;
        }
    }

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _waiting.Count + _patient.Count;
        }
    }

    /// <summary>True where a writer may go on with the next batch before it tells those of the last.</summary>
    public bool HasMany
    {
        get
        {
            lock (_gate) return _waiting.Count >= SmallBatch;
        }
    }

    /// <summary>One more writer takes from it.</summary>
    public void Join()
    {
        lock (_gate) _writers++;
    }

    /// <summary>Takes a write in.</summary>
    /// <exception cref="StoreUnavailableException">No writer reaches the store, or the queue is closed.</exception>
    /// <exception cref="StoreOverloadedException">Too many wait already.</exception>
    public Task<CommitResult> CommitAsync(StoreWrite write)
    {
        var waiting = new WaitingWrite(write, _clock.GetTimestamp());
        lock (_gate)
        {
            if (_closed || (_down > 0 && _down == _writers))
                return Task.FromException<CommitResult>(new StoreUnavailableException());
            if (_waiting.Count + _patient.Count >= _options.WaitingMax)
                return Task.FromException<CommitResult>(new StoreOverloadedException());

            (write.CanWait ? _patient : _waiting).Add(waiting);
            Wake();
        }
        return waiting.Done.Task;
    }

    /// <summary>A writer waits until it is to store what waits. One that has just stored goes on before an idle one is set to
    /// work: handing over costs more than a small batch.</summary>
    /// <param name="hasStored">Its last batch is stored and told.</param>
    /// <returns>False when closed and nothing waits any more.</returns>
    public Task<bool> IsDueAsync(bool hasStored)
    {
        lock (_gate)
        {
            if (hasStored) _storing--;
            if (IsDue())
            {
                _storing++;
                return Task.FromResult(true);
            }
            if (_closed) return Task.FromResult(false);
            var idle = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _idle.Push(idle);
            Watch();
            return idle.Task;
        }
    }

    /// <summary>What somebody waits for goes at once. What can wait goes along where the batch is small; in a busy store
    /// it waits for company, as many Inboxes stored together touch few more pages than one.</summary>
    /// <returns>Empty where another writer was faster.</returns>
    public IReadOnlyList<WaitingWrite> Take()
    {
        lock (_gate)
        {
            var batch = new WriteBatch();
            _waiting.MoveTo(batch, _options.BatchWritesMax, Share(_waiting));
            if (batch.Writes.Count < SmallBatch || _patient.Count >= _options.BatchWritesMax || HasWaited(_patient))
                _patient.MoveTo(batch, _options.BatchWritesMax, Share(_patient));
            Wake();
            return batch.Writes;
        }
    }

    /// <summary>A writer has lost the store.</summary>
    /// <returns>What waits, if no other writer is left to store it.</returns>
    public WaitingWrite[] GoDown()
    {
        lock (_gate)
        {
            _storing--;
            if (++_down < _writers)
            {
                Wake();
                return [];
            }
            return [.. _waiting.Empty(), .. _patient.Empty()];
        }
    }

    /// <summary>It has the store again, and is to tell those of its batch.</summary>
    public void ComeBack()
    {
        lock (_gate) (_storing, _down) = (_storing + 1, _down - 1);
    }

    /// <summary>Takes in nothing more; what waits is stored.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _late?.Dispose();
            while (_idle.TryPop(out var idle)) idle.SetResult(false);
        }
    }

    /// <summary>Of what makes two large batches, half is left to the next writer.</summary>
    private long Share(WaitingWrites writes) =>
        _writers - _down > 1 && writes.Rows >= 2 * LargeBatch ? (writes.Rows + 1) / 2 : long.MaxValue;

    private bool IsDue() => _waiting.Count + _patient.Count > 0
        && (_storing == 0 || _waiting.Rows >= LargeBatch || _patient.Rows >= LargeBatch || HasWaited(_waiting)
            || HasWaited(_patient));

    private bool HasWaited(WaitingWrites writes) =>
        writes.Since is { } since && _clock.GetElapsedTime(since) >= _options.PatienceMax;

    /// <summary>Sets a writer to work, if there is enough to do.</summary>
    private void Wake()
    {
        if (_idle.Count == 0) return;
        if (IsDue())
        {
            _storing++;
            _idle.Pop().SetResult(true);
        }
        Watch();
    }

    /// <summary>Looks again later whether those that store take too long.</summary>
    private void Watch()
    {
        if (_isWatched || _idle.Count == 0 || _waiting.Count + _patient.Count == 0) return;

        _isWatched = true;
        _late ??= _clock.CreateTimer(_ => LookAgain(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _late.Change(_options.PatienceMax, Timeout.InfiniteTimeSpan);
    }

    private void LookAgain()
    {
        lock (_gate)
        {
            _isWatched = false;
            Wake();
        }
    }
}
