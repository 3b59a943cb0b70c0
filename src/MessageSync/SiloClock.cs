namespace MessageSync;

/// <summary>The server's clock: the system's, moved forward by what development mode asked for. Timers are real.</summary>
public sealed class SiloClock : TimeProvider
{
    private long _advancedTicks;

    /// <summary>It was moved. Timers are not: whoever waits for a moment looks again.</summary>
    public event EventHandler? Moved;

    /// <summary>How far it is ahead.</summary>
    public TimeSpan Advanced
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _advancedTicks));
        set
        {
            Interlocked.Exchange(ref _advancedTicks, value.Ticks);
            Moved?.Invoke(this, EventArgs.Empty);
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Advanced;
}
