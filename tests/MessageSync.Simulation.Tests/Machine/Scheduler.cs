namespace MessageSync.Simulation.Tests.Machine;

/// <summary>
/// One thread and one queue for everybody. Which continuation runs next is drawn from the seed; when none is runnable,
/// time jumps to the next timer. The same seed gives the same run.
/// </summary>
internal sealed class Scheduler(Random random, SimClock clock)
{
    private const int StepsMax = 4_000_000;
    private readonly List<(Context Context, SendOrPostCallback Callback, object? State)> _runnable = [];
    private readonly int _shuffled = random.Next(0, 101);
    private readonly int _thread = Environment.CurrentManagedThreadId;

    private volatile string? _escaped;

    public int Steps { get; private set; }

    public void Add(Context context, SendOrPostCallback callback, object? state)
    {
        if (Environment.CurrentManagedThreadId == _thread) _runnable.Add((context, callback, state));
        else _escaped = Environment.StackTrace;
    }

    /// <summary>Runs until the work is done.</summary>
    /// <exception cref="InvalidOperationException">Everybody waits for ever, or somebody spins.</exception>
    public void Run(Context context, Func<Task> work)
    {
        var before = SynchronizationContext.Current;
        try
        {
            Task? done = null;
            context.Post(_ => done = work(), null);
            while (done is not { IsCompleted: true }) Next();
            done.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private void Next()
    {
        if (_escaped is not null) throw new InvalidOperationException("Something escaped to another thread: " + _escaped);
        if (++Steps > StepsMax) throw new InvalidOperationException($"No end after {StepsMax} steps: somebody spins.");
        if (_runnable.Count == 0)
        {
            if (!clock.FireNext()) throw new InvalidOperationException("Everybody waits for ever.");
            return;
        }

        var i = random.Next(100) < _shuffled ? random.Next(_runnable.Count) : 0;
        var (context, callback, state) = _runnable[i];
        _runnable.RemoveAt(i);
        if (!context.Step()) return;

        SynchronizationContext.SetSynchronizationContext(context);
        callback(state);
    }
}
