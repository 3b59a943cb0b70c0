using MessageSync.Storage;
using MessageSync.Storage.InMemory;

namespace MessageSync.Tests.Telemetry;

/// <summary>Opens an in-memory store that says when a Timeline is loaded, which a grain does between its turns.</summary>
internal sealed class WatchingOpener(Action loads) : IStoreOpener
{
    public Task<IStore> OpenAsync(CancellationToken ct) => Task.FromResult(Intercepted<IStore>.Around(
        new InMemoryStore(),
        (method, result) => method.Name == "get_Timelines" ? Watched((ITimelineStore)result()!) : result()));

    private ITimelineStore Watched(ITimelineStore timelines) => Intercepted<ITimelineStore>.Around(
        timelines, (method, result) =>
        {
            if (method.Name == nameof(ITimelineStore.LoadAsync)) loads();
            return result();
        });
}
