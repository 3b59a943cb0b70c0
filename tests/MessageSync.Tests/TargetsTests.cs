using MessageSync.Storage;
using MessageSync.Storage.InMemory;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using static MessageSync.Tests.TestHost;

namespace MessageSync.Tests;

public sealed class TargetsTests
{
    [Fact]
    public async Task An_edit_whose_message_cannot_be_read_fails_and_nobody_elses_command_does()
    {
        await using var host = await StartAsync(
            services: all => all.AddSingleton<IStoreOpener>(new OpenerThatFails(nameof(ITimelineStore.ReadTargetsAsync))));
        await host.Sync.CreateGroupAsync(As("ann"), new("tea"), new([]));
        await host.Sync.SendAsync(As("ann"), new("tea"), new("k"), Text("a"));

        await Assert.ThrowsAsync<StoreUnavailableException>(
            () => host.Sync.EditAsync(As("ann"), new("tea"), new(1), Text("b"), 0));

        Assert.Null((await host.Sync.SendAsync(As("ann"), new("tea"), new("l"), Text("b"))).Refusal);
        Assert.Null((await host.Sync.EditAsync(As("ann"), new("tea"), new(1), Text("b"), 0)).Refusal);
    }

    /// <summary>Opens an in-memory store whose Timelines fail one read, once.</summary>
    private sealed class OpenerThatFails(string read) : IStoreOpener
    {
        public Task<IStore> OpenAsync(CancellationToken ct)
        {
            var store = Intercepted<IStore>.Around(new InMemoryStore(), (method, result) =>
                method.Name == "get_Timelines" ? Failing((ITimelineStore)result()!) : result());
            return Task.FromResult(store);
        }

        private ITimelineStore Failing(ITimelineStore timelines) =>
            Intercepted<ITimelineStore>.Around(timelines, (method, result) => method.Name == read && !_hasFailed
                ? Task.FromException<IReadOnlyList<MessageTarget?>>(Fail())
                : result());

        private bool _hasFailed;

        private StoreUnavailableException Fail()
        {
            _hasFailed = true;
            return new("The store is away.");
        }
    }
}
