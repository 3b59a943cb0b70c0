namespace MessageSync.Http;

/// <summary>A token that is cancelled at a moment of the server's clock, also when development mode moves the clock past
/// it.</summary>
internal sealed class MomentCancellation : IDisposable
{
    private static readonly TimeSpan s_timerMax = TimeSpan.FromDays(30);

    private readonly CancellationTokenSource _source = new();
    private readonly DateTimeOffset _moment;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;

    public MomentCancellation(DateTimeOffset moment, TimeProvider clock)
    {
        (_moment, _clock) = (moment, clock);
        _timer = clock.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (clock is SiloClock silo) silo.Moved += OnMoved;
        Look();
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        if (_clock is SiloClock silo) silo.Moved -= OnMoved;
        _timer.Dispose();
        _source.Dispose();
    }

    private void OnMoved(object? sender, EventArgs e) => Look();

    private void Look()
    {
        var left = _moment - _clock.GetUtcNow();
        try
        {
            if (left <= TimeSpan.Zero) _source.Cancel();
            else _timer.Change(left < s_timerMax ? left + TimeSpan.FromMilliseconds(1) : s_timerMax, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The stream has ended meanwhile.
        }
    }
}
