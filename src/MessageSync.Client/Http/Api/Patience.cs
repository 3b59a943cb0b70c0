namespace MessageSync.Client;

/// <summary>How long to wait for the next sign of life: renewed with each, it bounds silence and not work.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;
    private TimeSpan _silenceMax;

    public Patience(TimeSpan silenceMax, TimeProvider clock, CancellationToken ct)
    {
        _silenceMax = silenceMax;
        _timer = new(silenceMax, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, ct);
    }

    /// <summary>Cancelled by silence or by the caller.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>From now on it is this.</summary>
    public void Is(TimeSpan silenceMax)
    {
        _silenceMax = silenceMax;
        Renew();
    }

    public void Renew() => _timer.CancelAfter(_silenceMax);

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
