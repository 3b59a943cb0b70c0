namespace MessageSync.Client;

/// <summary>
/// The device, one user at a time: the session, the stream and every screen. After a failed commit it is made anew from
/// the store, as <see cref="Device"/> wants it.
/// </summary>
internal sealed class SharedDevice(string user, IDeviceStore store, DeviceOptions options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Device _device = new(user, store, options);

    public async Task<T> UseAsync<T>(Func<Device, T> use, CancellationToken ct)
    {
        await _gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_device.IsFinished) _device = new(user, store, options);
            return use(_device);
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task UseAsync(Action<Device> use, CancellationToken ct) => UseAsync(
        device =>
        {
            use(device);
            return true;
        },
        ct);

    public void Dispose() => _gate.Dispose();
}
