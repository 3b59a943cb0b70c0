namespace MessageSync.Grains;

/// <summary>How many signals one user may send in any one second. Called within turns only.</summary>
internal sealed class SignalAllowance(int perSecond, TimeProvider clock)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly Queue<long> _taken = [];

    /// <summary>Takes one, if it may be.</summary>
    /// <returns>Null when it was taken, else how long until the next may be.</returns>
    public TimeSpan? Take()
    {
        while (_taken.TryPeek(out var first) && clock.GetElapsedTime(first) >= s_second) _taken.Dequeue();
        if (_taken.Count >= perSecond) return s_second - clock.GetElapsedTime(_taken.Peek());

        _taken.Enqueue(clock.GetTimestamp());
        return null;
    }
}
