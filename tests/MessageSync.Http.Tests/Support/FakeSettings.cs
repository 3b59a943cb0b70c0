using System.Collections.Concurrent;
using MessageSync.Storage;

namespace MessageSync.Http.Tests;

/// <summary>Settings in memory; outlives a host, so that a restart can be tested.</summary>
internal sealed class FakeSettings : IStoreSettings
{
    private readonly ConcurrentDictionary<string, string> _values = new(StringComparer.Ordinal);

    public bool IsUnavailable { get; set; }

    public Task<Epoch> ReadEpochAsync(CancellationToken ct) => Task.FromResult(new Epoch("00000000"));

    public Task WriteEpochAsync(Epoch epoch, CancellationToken ct) => Task.CompletedTask;

    public Task<string?> ReadAsync(string name, CancellationToken ct) =>
        Task.FromResult(_values.GetValueOrDefault(name));

    public Task WriteAsync(string name, string value, CancellationToken ct)
    {
        _values[name] = value;
        return Task.CompletedTask;
    }

    public Task PingAsync(CancellationToken ct) =>
        IsUnavailable ? Task.FromException(new StoreUnavailableException()) : Task.CompletedTask;
}
