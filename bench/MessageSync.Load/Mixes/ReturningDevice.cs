using MessageSync.Load.Targets;

namespace MessageSync.Load.Mixes;

/// <summary>A device that holds a stream, drops, and comes back with an old position.</summary>
internal sealed class ReturningDevice : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly FilledDevice _device;
    private readonly HeldStream _stream;
    private TargetException? _failure;
    private long _heard;

    /// <summary>One that is not connected yet.</summary>
    /// <param name="device">Which.</param>
    /// <param name="target">What it connects to.</param>
    public ReturningDevice(FilledDevice device, ITarget target)
    {
        _device = device;
        _stream = new(device.User, device.Id, target, _ => _heard++, failure => _failure = failure);
    }

    /// <summary>Entries that streams brought, as they opened and later.</summary>
    public long Heard => _heard;

    /// <summary>Drops, comes back and catches up; then holds the stream until it drops again.</summary>
    /// <exception cref="TargetException">It failed, or the stream before did while it was held.</exception>
    public async Task<Outcome> ReturnAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await _stream.DropAsync();
            if (Interlocked.Exchange(ref _failure, null) is { } failure) throw failure;

            return await _stream.OpenAsync(_device.Old, ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Drops, as the network does: all devices at once.</summary>
    public Task DropAsync() => _stream.DropAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _turn.Dispose();
    }
}
