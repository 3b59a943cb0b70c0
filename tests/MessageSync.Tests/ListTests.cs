using Microsoft.Extensions.DependencyInjection;
using static MessageSync.Tests.TestHost;

namespace MessageSync.Tests;

/// <summary>Pages of a list, also when the order that its first page had is kept no more.</summary>
public sealed class ListTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);

    [Fact]
    public async Task A_list_goes_on_after_what_was_read_last_whatever_left_it_since()
    {
        var clock = new StoppedClock();
        await using var host = await StartAsync(services: services => services.AddSingleton<TimeProvider>(clock));
        await CreateAsync(host, clock, "a", "b", "c", "d");

        var first = await ListAsync(host, null);
        clock.Pass(s_long);
        await host.Sync.HideAsync(As("ann"), new("d"), new(new(1), new(1)), unlist: true);
        await ForgetAsync(host);
        var second = await ListAsync(host, first.NextPage);

        Assert.Equal(["d", "c"], Ids(first));
        Assert.Equal(["b", "a"], Ids(second));
    }

    [Fact]
    public async Task A_list_that_is_begun_with_a_clock_behind_its_messages_goes_on_in_its_order()
    {
        var clock = new StoppedClock();
        await using var host = await StartAsync(services: services => services.AddSingleton<TimeProvider>(clock));
        await CreateAsync(host, clock, "a", "b", "c", "d");
        clock.Pass(-s_long);

        var first = await ListAsync(host, null);
        clock.Pass(s_long * 2);
        await ForgetAsync(host);
        var second = await ListAsync(host, first.NextPage);

        Assert.Equal(["d", "c"], Ids(first));
        Assert.Equal(["b", "a"], Ids(second));
    }

    private static async Task CreateAsync(TestHost host, StoppedClock clock, params IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            clock.Pass(TimeSpan.FromSeconds(1));
            await host.Sync.CreateGroupAsync(As("ann"), new(id), new([]));
            clock.Pass(TimeSpan.FromSeconds(1));
            await host.Sync.SendAsync(As("ann"), new(id), new("k"), Text(id));
        }
    }

    /// <summary>Another list that is begun now drives out what is kept too long.</summary>
    private static async Task ForgetAsync(TestHost host) => await ListAsync(host, null);

    private static async Task<ConversationList> ListAsync(TestHost host, string? page) =>
        (await host.Sync.ListAsync(As("ann"), new() { Limit = 2, Page = page })).Value!;

    private static IEnumerable<string> Ids(ConversationList list) => list.Conversations.Select(one => one.Id.Value);
}
