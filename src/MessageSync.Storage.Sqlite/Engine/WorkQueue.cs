namespace MessageSync.Storage.Sqlite.Engine;

/// <summary>Threads that do work on sessions of their own, first come, first served.</summary>
internal sealed class WorkQueue : IAsyncDisposable
{
    private readonly Queue<Work> _waiting = new();
    private readonly List<Thread> _threads = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Connections? _connections;
    private readonly int _max;
    private int _working;
    private int _count;
    private bool _closed;

    /// <summary>Starts one thread for each session.</summary>
    /// <param name="name">Of the threads.</param>
    /// <param name="sessions">At least one; the caller disposes of them after <see cref="DisposeAsync"/>.</param>
    /// <param name="max">How much work may wait.</param>
    /// <param name="connections">Those that the sessions are of; null where they stand alone.</param>
    public WorkQueue(string name, IReadOnlyList<Session> sessions, int max, Connections? connections = null)
    {
        (_max, _connections) = (max, connections);
        _working = sessions.Count;
        foreach (var session in sessions)
            _threads.Add(new(() => Loop(session)) { Name = name, IsBackground = true });
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>How much waits or is being done.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Does work in one transaction on one of the threads.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="ct">Of the caller.</param>
    /// <param name="proves">True where its success shows that the disk is sound.</param>
    /// <exception cref="StoreOverloadedException">Too much waits already.</exception>
    /// <exception cref="StoreUnavailableException">The store is closed, or failed.</exception>
    public Task<T> RunAsync<T>(Func<Session, T> work, CancellationToken ct, bool proves = true)
    {
        if (ct.IsCancellationRequested) return Task.FromCanceled<T>(ct);

        var item = new Work<T>(work, proves, ct);
        lock (_waiting)
        {
            if (_closed) return Task.FromException<T>(new StoreUnavailableException("The store is closed."));
            if (_waiting.Count >= _max)
                return Task.FromException<T>(new StoreOverloadedException("Too many requests wait for the store."));

            _waiting.Enqueue(item);
            Interlocked.Increment(ref _count);
            Monitor.Pulse(_waiting);
        }
        return item.Task;
    }

    /// <summary>Takes no more work and completes when all that waits is done.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_waiting)
        {
            _closed = true;
            Monitor.PulseAll(_waiting);
        }
        await _idle.Task.ConfigureAwait(false);
    }

    private void Loop(Session session)
    {
        while (Next() is { } work)
        {
            work.Do(session, _connections);
            Interlocked.Decrement(ref _count);
        }
        if (Interlocked.Decrement(ref _working) == 0) _idle.SetResult();
    }

    /// <summary>Waits for work; null when closed and nothing is left.</summary>
    private Work? Next()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0 && !_closed) Monitor.Wait(_waiting);
            return _waiting.TryDequeue(out var work) ? work : null;
        }
    }

    private abstract class Work
    {
        public abstract void Do(Session session, Connections? connections);
    }

    private sealed class Work<T>(Func<Session, T> work, bool proves, CancellationToken ct) : Work
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Task => _done.Task;

        public override void Do(Session session, Connections? connections)
        {
            if (ct.IsCancellationRequested)
            {
                _done.SetCanceled(ct);
                return;
            }
            try
            {
                _done.SetResult(
                    connections is null ? session.InTransaction(work) : connections.Run(session, work, proves));
            }
#pragma warning disable CA1031 // Whatever it is, it belongs to the one who waits; the thread goes on.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _done.SetException(error);
            }
        }
    }
}
