namespace MessageSync.Storage.InMemory;

/// <summary>The settings of an <see cref="InMemoryStore"/>.</summary>
internal sealed class InMemorySettings(InMemoryStore store) : IStoreSettings
{
    public Task<Epoch> ReadEpochAsync(CancellationToken ct) => Task.FromResult(store.State.Epoch);

    public Task WriteEpochAsync(Epoch epoch, CancellationToken ct)
    {
        store.Change(state => (state with { Epoch = epoch }, epoch));
        return Task.CompletedTask;
    }

    public Task<string?> ReadAsync(string name, CancellationToken ct) =>
        Task.FromResult(store.State.Settings.GetValueOrDefault(name));

    public Task WriteAsync(string name, string value, CancellationToken ct)
    {
        store.Change(state => (state with { Settings = state.Settings.SetItem(name, value) }, value));
        return Task.CompletedTask;
    }

    public Task PingAsync(CancellationToken ct) => Task.CompletedTask;
}
