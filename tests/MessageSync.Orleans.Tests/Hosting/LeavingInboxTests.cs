using MessageSync.Hosting;
using MessageSync.Inboxes;
using MessageSync.Orleans.Grains;
using MessageSync.Orleans.Hosting;
using MessageSync.Orleans.Tests.Support;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;
using MessageSync.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Orleans.Tests.Hosting;

public sealed class LeavingInboxTests : IStoreOpener
{
    private readonly TaskCompletionSource _storing = new();
    private readonly TaskCompletionSource _gate = new();

    [Fact]
    public async Task An_inbox_leaves_memory_when_what_it_was_offered_past_orleans_is_stored()
    {
        await using var cluster = await Cluster.StartAsync(1, more: silo => silo.Services.AddSingleton<IStoreOpener>(this));
        var services = cluster.Silos[0].ServiceProvider;
        var active = services.GetRequiredService<ActiveGrains>();
        var retirement = services.GetRequiredService<GrainRetirement>();
        var inbox = new OrleansInboxGrain(Context("ann"), services.GetRequiredService<GrainHost>(), active, retirement);
        await inbox.OnActivateAsync(CancellationToken.None);
        var offered = inbox.OfferAsync([new(new("tea"), new(1), new EntryContent.Message(new(1)))]);
        await _storing.Task.WaitAsync(TimeSpan.FromMinutes(1));

        var leaving = inbox.OnDeactivateAsync(new(DeactivationReasonCode.ActivationIdle, "idle"), CancellationToken.None);

        var (isOffered, hasLeft) = (active.Find(new("ann")) is not null, leaving.IsCompleted);
        _gate.SetResult();
        await leaving;
        await offered;
        Assert.False(isOffered, "It must not be offered more.");
        Assert.False(hasLeft, "It must not leave before.");
    }

    /// <summary>A store whose writers wait for the gate.</summary>
    Task<IStore> IStoreOpener.OpenAsync(CancellationToken ct) => Task.FromResult(Intercepted<IStore>.Around(
        new InMemoryStore(),
        (method, result) => method.Name == nameof(IStore.OpenWriters)
            ? ((IReadOnlyList<IStoreWriter>)result()!).Select(Held).ToList()
            : result()));

    private IStoreWriter Held(IStoreWriter writer) => Intercepted<IStoreWriter>.Around(
        writer, (method, result) => method.Name == nameof(IStoreWriter.CommitAsync)
            ? HoldAsync(() => (Task<IReadOnlyList<WriteOutcome>>)result()!)
            : result());

    private async Task<IReadOnlyList<WriteOutcome>> HoldAsync(Func<Task<IReadOnlyList<WriteOutcome>>> commit)
    {
        _storing.TrySetResult();
        await _gate.Task;
        return await commit();
    }

    private static IGrainContext Context(string key)
    {
        var id = GrainId.Create("messagesync.inbox", key);
        return Intercepted<IGrainContext>.Around(null!, (method, _) => method.Name == "get_GrainId" ? id : null);
    }
}
