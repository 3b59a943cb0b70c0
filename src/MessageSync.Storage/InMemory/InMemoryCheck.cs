namespace MessageSync.Storage.InMemory;

/// <summary>The reference keeps nothing twice, so nothing can disagree.</summary>
internal sealed class InMemoryCheck : IStoreCheck
{
    public IReadOnlyList<string> Rules => [];

    public Task<IReadOnlyList<Flaw>> RunAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<Flaw>>([]);
}
