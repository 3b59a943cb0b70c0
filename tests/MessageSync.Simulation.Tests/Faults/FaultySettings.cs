using MessageSync.Storage;

namespace MessageSync.Simulation.Tests.Faults;

internal sealed class FaultySettings(IStoreSettings inner, Weather weather) : IStoreSettings
{
    public Task<Epoch> ReadEpochAsync(CancellationToken ct) => weather.ReadAsync(() => inner.ReadEpochAsync(ct));

    public Task WriteEpochAsync(Epoch epoch, CancellationToken ct) => inner.WriteEpochAsync(epoch, ct);

    public Task<string?> ReadAsync(string name, CancellationToken ct) =>
        weather.ReadAsync(() => inner.ReadAsync(name, ct));

    public Task WriteAsync(string name, string value, CancellationToken ct) => weather.ReadAsync(async () =>
    {
        await inner.WriteAsync(name, value, ct);
        return true;
    });

    public Task PingAsync(CancellationToken ct) => weather.ReadAsync(async () =>
    {
        await inner.PingAsync(ct);
        return true;
    });
}
