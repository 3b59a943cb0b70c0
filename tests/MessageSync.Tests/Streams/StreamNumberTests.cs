using MessageSync.FrontEnd;

namespace MessageSync.Tests.Streams;

/// <summary>Which stream of a device is the newest, where an Inbox has two owners for a while.</summary>
public sealed class StreamNumberTests
{
    private static readonly DeviceId s_phone = new("phone");

    [Fact]
    public async Task A_call_that_comes_late_to_an_owner_that_was_replaced_ends_no_newer_stream()
    {
        var clock = new StoppedClock();
        await using var replaced = await TestHost.StartAsync();
        await using var owner = await TestHost.StartAsync();
        var hub = new HintHub(clock, new());
        await OpenAsync(replaced);
        clock.Pass(TimeSpan.FromSeconds(1));
        var asked = clock.GetUtcNow();
        clock.Pass(TimeSpan.FromSeconds(30));

        var newer = await OpenAsync(owner);
        var late = await replaced.Grains.Inbox(new("bob")).OpenStreamAsync(s_phone, asked, hub);
        var newest = await OpenAsync(owner);

        Assert.True(late < newer && newer < newest, $"{late}, {newer}, {newest}");

        Task<long> OpenAsync(TestHost host) =>
            host.Grains.Inbox(new("bob")).OpenStreamAsync(s_phone, clock.GetUtcNow(), hub);
    }

    [Fact]
    public async Task Whoever_opens_last_is_the_newest_though_its_clock_is_behind()
    {
        var clock = new StoppedClock();
        await using var host = await TestHost.StartAsync();
        var (inbox, hub) = (host.Grains.Inbox(new("bob")), new HintHub(clock, new()));

        var first = await inbox.OpenStreamAsync(s_phone, clock.GetUtcNow(), hub);
        var second = await inbox.OpenStreamAsync(s_phone, clock.GetUtcNow() - TimeSpan.FromMinutes(1), hub);

        Assert.True(first < second);
    }
}
