namespace MessageSync.Client.Http.Tests;

/// <summary>What screens hear, and how a session begins and ends.</summary>
public sealed class ChangesTests
{
    private static readonly MessageSyncApi s_nobody = new(
        new HttpClient { BaseAddress = new("http://127.0.0.1:1/") }, _ => ValueTask.FromResult("token"));

    [Fact]
    public async Task A_reader_draws_everything_first_and_then_hears_of_each_change()
    {
        using var session = new DeviceSession("bob", new InMemoryDeviceStore(), s_nobody);
        await using var changes = session.ChangesAsync().GetAsyncEnumerator();
        await changes.MoveNextAsync();
        Assert.IsType<DeviceChange.Everything>(changes.Current);

        var item = await session.SendAsync("tea", "one");

        await changes.MoveNextAsync();
        Assert.Equal(new DeviceChange.OfOutbox(item.No), changes.Current);
    }

    [Fact]
    public async Task A_reader_that_is_far_behind_draws_everything_once()
    {
        using var session = new DeviceSession("bob", new InMemoryDeviceStore(), s_nobody);
        await using var slow = session.ChangesAsync().GetAsyncEnumerator();
        await slow.MoveNextAsync();

        for (var i = 0; i < 1001; i++) await session.SendAsync("tea", $"{i}");

        await slow.MoveNextAsync();
        Assert.IsType<DeviceChange.Everything>(slow.Current);
        await slow.MoveNextAsync();
        Assert.Equal(new DeviceChange.OfOutbox(1001), slow.Current);
        var rest = slow.MoveNextAsync();
        Assert.False(rest.IsCompleted);
        await session.DiscardAsync(1);
        await rest;
    }

    [Fact]
    public async Task A_session_runs_once_at_a_time_and_may_run_again()
    {
        using var session = new DeviceSession("bob", new InMemoryDeviceStore(), s_nobody);
        using var first = new CancellationTokenSource();
        var run = session.RunAsync(first.Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => session.RunAsync());
        await first.CancelAsync();
        await run;
        Assert.Equal(DeviceConnection.Stopped, session.State);

        using var second = new CancellationTokenSource();
        run = session.RunAsync(second.Token);

        Assert.False(run.IsCompleted);
        await second.CancelAsync();
        await run;
    }

    [Fact]
    public void A_store_of_somebody_else_is_not_opened()
    {
        var store = new InMemoryDeviceStore();
        new DeviceSession("bob", store, s_nobody).Dispose();

        Assert.Throws<ArgumentException>(() => new DeviceSession("ann", store, s_nobody));
    }

    public static TheoryData<DeviceSessionOptions> Wrong() =>
    [
        new() { StreamPatience = TimeSpan.Zero },
        new() { StreamFailuresMax = 0 },
        new() { PollingTime = TimeSpan.FromDays(2) },
        new() { Device = new() { Wait = TimeSpan.Zero } },
        new() { Device = new() { SyncLimit = 0 } },
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void An_option_out_of_its_range_is_named(DeviceSessionOptions options) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new DeviceSession("bob", new InMemoryDeviceStore(), s_nobody, options));
}
