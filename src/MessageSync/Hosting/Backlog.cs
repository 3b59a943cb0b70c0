namespace MessageSync.Hosting;

/// <summary>
/// Work that is under way, and how much of it may be: what is done within a given time at the present pace (Little's
/// law), but never less than a given number. Thread-safe.
/// </summary>
/// <param name="clock">The server's clock.</param>
/// <param name="time">How long work may take to pass through.</param>
/// <param name="least">So much may always be under way: where little was done lately, the pace says nothing.</param>
internal sealed class Backlog(TimeProvider clock, TimeSpan time, int least)
{
    /// <summary>Over how long the pace is measured.</summary>
    private static readonly TimeSpan s_window = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private long _windowBegan = clock.GetTimestamp();
    private int _doneInWindow;
    private int _count;
    private int _limit;

    /// <summary>How much is under way.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How much may be.</summary>
    public int Limit => Math.Max(least, Volatile.Read(ref _limit));

    /// <summary>Begins work.</summary>
    public void Add(int items) => Interlocked.Add(ref _count, items);

    /// <summary>Ends work.</summary>
    public void Done(int items)
    {
        Interlocked.Add(ref _count, -items);
        lock (_gate)
        {
            _doneInWindow += items;
            var passed = clock.GetElapsedTime(_windowBegan);
            if (passed < s_window) return;

            // Work ends in batches, so one window may see few of them: the limit falls slowly.
            _limit = (int)Math.Min(Math.Max(_doneInWindow * (time / passed), _limit * 0.8), int.MaxValue);
            (_windowBegan, _doneInWindow) = (clock.GetTimestamp(), 0);
        }
    }
}
