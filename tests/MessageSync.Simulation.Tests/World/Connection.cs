namespace MessageSync.Simulation.Tests.World;

/// <summary>A connection to a stream in one host. It breaks when the host dies; when the other end goes, the host
/// learns of it by <see cref="Dispose"/>, at once or late.</summary>
internal sealed class Connection(SimHost host, IInboxStream stream) : IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private bool _isReading;

    public SimHost Host { get; } = host;

    /// <summary>What comes next; null when the host ended it.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The connection broke.</exception>
    public Task<IReadOnlyList<StreamEvent>?> NextAsync(TimeSpan most) => Host.CallAsync(async _ =>
    {
        _isReading = true;
        try
        {
            return await stream.NextAsync(most, _closed.Token);
        }
        finally
        {
            _isReading = false;
            if (_closed.IsCancellationRequested) stream.Dispose();
        }
    });

    public void Dispose() => Host.Begin(() =>
    {
        _closed.Cancel();
        if (!_isReading) stream.Dispose();
        return Task.CompletedTask;
    });
}
