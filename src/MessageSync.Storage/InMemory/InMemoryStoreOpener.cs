namespace MessageSync.Storage.InMemory;

/// <summary>Opens an empty store.</summary>
public sealed class InMemoryStoreOpener : IStoreOpener
{
    /// <inheritdoc/>
    public Task<IStore> OpenAsync(CancellationToken ct) => Task.FromResult<IStore>(new InMemoryStore());
}
