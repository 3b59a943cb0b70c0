namespace MessageSync.Hosting;

/// <summary>
/// Lets commands in. A burst is let in; where the queue stands, longer than <see cref="MessageSyncOptions.QueueTime"/>
/// and for all of <see cref="MessageSyncOptions.BurstTime"/>, or is longer than that time, there is a rush: then the queue
/// is kept short, and who finds it full is refused at once, so that those who are let in are answered nearly as soon as
/// at any other time. The rush is over when few are refused. (The distinction of burst and standing queue is that of
/// CoDel, RFC 8289.) Thread-safe.
/// </summary>
internal sealed class Admission(TimeProvider clock, MessageSyncOptions options)
{
    /// <summary>So many are no queue, however slow the store.</summary>
    private const int Always = 1536;

    /// <summary>So many are a burst, though little was done lately.</summary>
    private const int BurstAlways = 4096;

    /// <summary>In a rush the queue is so much shorter, but has room for a batch worth writing.</summary>
    private const int RushShare = 10;
    private const int RushAlways = 96;

    /// <summary>A rush is over where fewer than one in so many are refused.</summary>
    private const int FewRefused = 10;

    /// <summary>Over how long they are counted: as long as who was refused is told to wait.</summary>
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1);

    private readonly Backlog _commands = new(clock, options.QueueTime, RushAlways * RushShare);
    private readonly Lock _gate = new();
    private long? _standsSince;
    private bool _isRush;
    private long _windowBegan;
    private int _admitted;
    private int _refused;

    /// <summary>How many commands are under way.</summary>
    public int Count => _commands.Count;

    /// <summary>Begins a command.</summary>
    /// <returns>False when it is refused.</returns>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_isRush && clock.GetElapsedTime(_windowBegan) >= s_window) CloseWindow();
            if (!_isRush && Stands()) OpenWindow(isRush: true);
            if (_isRush && !CountsAdmitted()) return false;
            _commands.Add(1);
            return true;
        }
    }

    /// <summary>Ends a command.</summary>
    public void Leave() => _commands.Done(1);

    private bool Stands()
    {
        var (count, limit) = (_commands.Count, Math.Max(Always, _commands.Limit));
        if (count <= limit / 2) _standsSince = null;
        else if (count >= limit) _standsSince ??= clock.GetTimestamp();
        var burst = Math.Max(BurstAlways, limit * (options.BurstTime / options.QueueTime));
        return count >= burst || (count >= limit && clock.GetElapsedTime(_standsSince!.Value) >= options.BurstTime);
    }

    private bool CountsAdmitted()
    {
        var isAdmitted = _commands.Count < _commands.Limit / RushShare;
        if (isAdmitted) _admitted++;
        else _refused++;
        return isAdmitted;
    }

    private void CloseWindow()
    {
        var isOld = clock.GetElapsedTime(_windowBegan) >= 2 * s_window;
        OpenWindow(isRush: !isOld && _refused * FewRefused > _admitted);
    }

    private void OpenWindow(bool isRush)
    {
        (_isRush, _standsSince, _windowBegan) = (isRush, null, clock.GetTimestamp());
        (_admitted, _refused) = (0, 0);
    }
}
