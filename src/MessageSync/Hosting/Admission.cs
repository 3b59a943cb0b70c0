namespace MessageSync.Hosting;

/// <summary>
/// Lets commands in. A burst may be as large as it likes; a queue that stands is cut: when more has been under way than
/// the store gets through in <see cref="MessageSyncOptions.QueueTime"/>, and for longer than
/// <see cref="MessageSyncOptions.BurstTime"/>, who comes then is refused at once, until it is half as much. So whoever is
/// let in is answered soon, whatever comes. (The distinction of burst and standing queue is that of CoDel, RFC 8289.)
/// Thread-safe.
/// </summary>
internal sealed class Admission(TimeProvider clock, MessageSyncOptions options)
{
    private const int Always = 512;

    private readonly Backlog _commands = new(clock, options.QueueTime, Always);
    private readonly Lock _gate = new();
    private long? _fullSince;

    /// <summary>Begins a command.</summary>
    /// <returns>False when it is refused.</returns>
    public bool TryEnter()
    {
        if (IsRefused()) return false;

        _commands.Add(1);
        return true;
    }

    /// <summary>Ends a command.</summary>
    public void Leave() => _commands.Done(1);

    private bool IsRefused()
    {
        var (count, limit) = (_commands.Count, _commands.Limit);
        lock (_gate)
        {
            if (count <= limit / 2) _fullSince = null;
            else if (count >= limit) _fullSince ??= clock.GetTimestamp();
            return count >= limit && clock.GetElapsedTime(_fullSince!.Value) >= options.BurstTime;
        }
    }
}
