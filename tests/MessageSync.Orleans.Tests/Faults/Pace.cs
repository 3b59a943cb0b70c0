namespace MessageSync.Orleans.Tests.Faults;

/// <summary>Keeps the load small: so many a second, of all together. Thread-safe.</summary>
internal sealed class Pace : IDisposable
{
    private const int PerTick = 5;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _places = new(0);
    private readonly PeriodicTimer _timer = new(s_tick);

    public Pace() => _ = RunAsync();

    /// <summary>Waits for one's turn.</summary>
    public Task NextAsync(CancellationToken ct) => _places.WaitAsync(ct);

    public void Dispose() => _timer.Dispose();

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync())
            if (_places.CurrentCount < PerTick) _places.Release(PerTick);
    }
}
