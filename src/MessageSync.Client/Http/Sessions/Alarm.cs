namespace MessageSync.Client;

/// <summary>Wakes the one who waits; rung while nobody waits, the next wait is over at once.</summary>
internal sealed class Alarm(TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _bell = new(0, 1);
    private readonly Lock _gate = new();

    public void Ring()
    {
        lock (_gate)
            if (_bell.CurrentCount == 0) _bell.Release();
    }

    /// <summary>Until it rings, or so long.</summary>
    /// <param name="atMost">Below zero is not at all, more than a day a day; null for no end.</param>
    /// <param name="ct">Ends the wait by an exception.</param>
    public async Task WaitAsync(TimeSpan? atMost, CancellationToken ct)
    {
        using var timer = new CancellationTokenSource(
            atMost is { } end ? TimeSpan.FromTicks(Math.Clamp(end.Ticks, 0, TimeSpan.TicksPerDay))
                : Timeout.InfiniteTimeSpan,
            clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, ct);
        try
        {
            await _bell.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    public void Dispose() => _bell.Dispose();
}
