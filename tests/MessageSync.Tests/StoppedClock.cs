namespace MessageSync.Tests;

/// <summary>Time passes when a test says so.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private TimeSpan _elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _elapsed;

    public void Pass(TimeSpan time) => _elapsed += time;
}
