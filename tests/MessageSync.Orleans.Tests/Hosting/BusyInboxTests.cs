using MessageSync.Orleans.Hosting;
using MessageSync.Orleans.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Orleans.Tests.Hosting;

public sealed class BusyInboxTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_inbox_that_is_offered_entries_stays_in_memory_though_orleans_sees_no_calls()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var (bob, eve) = (Cluster.As("bob"), Cluster.As("eve"));
        var head = (await cluster.Client.SyncAsync(bob, new() { Limit = 0 })).Value!.Head;
        await cluster.Client.SyncAsync(eve, new() { Limit = 0 });
        var active = cluster.Silos[0].ServiceProvider.GetRequiredService<ActiveGrains>();
        var inbox = active.Find(bob.User);

        await cluster.Client.CreateGroupAsync(Cluster.As("ann"), new("tea"), new([bob.User]));
        var told = (await cluster.Client.SyncAsync(bob, new() { Cursor = head, Wait = s_long })).Value!;
        await cluster.Testing.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

        Assert.Single(told.Entries);
        Assert.Same(inbox, active.Find(bob.User));
        Assert.Null(active.Find(eve.User));
    }
}
