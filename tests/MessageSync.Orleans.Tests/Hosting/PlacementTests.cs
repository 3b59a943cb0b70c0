using MessageSync.Orleans.Hosting;
using MessageSync.Orleans.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Orleans.Tests.Hosting;

public sealed class PlacementTests
{
    private const int Many = 20;

    [Fact]
    public async Task A_timeline_is_made_in_the_silo_that_first_asks_for_it()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var active = ActiveIn(cluster);

        var (ann, teas) = (Cluster.As("ann"), Names("tea").Select(name => new ConversationId(name)).ToList());
        await Task.WhenAll(teas.Select(tea => cluster.In(1).CreateGroupAsync(ann, tea, new([]))));
        await Task.WhenAll(teas.Select(tea => cluster.In(0).SendAsync(ann, tea, new("key-1"), Cluster.Text("At four?"))));

        Assert.Equal([0, Many], active.Select(grains => grains.Count.Timelines));
    }

    [Fact]
    public async Task An_inbox_is_made_at_its_home_whoever_asks_for_it()
    {
        await using var cluster = await Cluster.StartAsync(3);
        var active = ActiveIn(cluster);
        var silos = cluster.Silos.Select(silo => silo.SiloAddress).ToList();

        var users = Names("user").Select(name => new UserId(name)).ToList();
        await Task.WhenAll(users.Select(user => cluster.In(0).SyncAsync(Cluster.As(user.Value), new())));

        Assert.Equal(
            users.Select(user => silos.IndexOf(Homes.Of(user.Value, silos))),
            users.Select(user => active.FindIndex(grains => grains.Find(user) is not null)));
    }

    private static List<ActiveGrains> ActiveIn(Cluster cluster) =>
        [.. cluster.Silos.Select(silo => silo.ServiceProvider.GetRequiredService<ActiveGrains>())];

    private static IEnumerable<string> Names(string of) => Enumerable.Range(0, Many).Select(i => $"{of}-{i}");
}
