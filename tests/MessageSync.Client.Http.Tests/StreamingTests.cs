using System.Net;

namespace MessageSync.Client.Http.Tests;

/// <summary>Devices against the real server, with streams and whatever happens to them.</summary>
public sealed class StreamingTests : TeaTests
{
    [Fact]
    public async Task News_come_by_the_stream_and_what_is_stored_is_acked()
    {
        var answered = new SemaphoreSlim(0);
        await using var bob = Bob(new() { Answered = _ => answered.Release() }).Start();
        await bob.UntilAsync(DeviceConnection.Streaming);

        await Ann.SendAsync("tea", new("k1", "one"));
        await Ann.SendAsync("tea", new("k2", "two"));

        await bob.UntilShowsAsync("one", "two");
        using var asBob = Server.Api("bob");
        var head = (await asBob.SyncAsync(limit: 0)).Head;
        while ((await asBob.DevicesAsync()).Devices[0].AckedCursor != head)
            Assert.True(await answered.WaitAsync(Phone.Patience));
    }

    [Fact]
    public async Task Many_news_cost_few_acks_and_a_restart_loses_none()
    {
        var acks = 0;
        var way = new Interceptor
        {
            Answered = one => Interlocked.Add(ref acks, Interceptor.IsAck(one) ? 1 : 0),
        };
        var device = Phone.Streaming.Device with { AckPause = TimeSpan.FromHours(1) };
        await using var bob = Bob(way, Phone.Streaming with { Device = device }).Start();
        await bob.UntilAsync(DeviceConnection.Streaming);

        for (var i = 0; i < 20; i++) await Ann.SendAsync("tea", new($"k{i}", $"{i}"));
        await bob.UntilShowsAsync([.. Enumerable.Range(0, 20).Select(i => $"{i}")]);
        Assert.InRange(acks, 0, 1);
        await bob.StopAsync();
        bob.Start();
        await bob.UntilAsync(DeviceConnection.Streaming);

        using var asBob = Server.Api("bob");
        Assert.Equal((await asBob.SyncAsync(limit: 0)).Head, (await asBob.DevicesAsync()).Devices[0].AckedCursor);
        Assert.InRange(acks, 0, 1);
    }

    [Fact]
    public async Task A_server_that_goes_down_and_comes_back_is_followed_again()
    {
        await using var bob = Bob().Start();
        await bob.UntilAsync(DeviceConnection.Streaming);

        await Server.GoDownAsync();
        await bob.UntilAsync(DeviceConnection.Unreachable);
        await bob.Session.SendAsync("tea", "while it was down");
        await Server.ComeBackAsync();

        await bob.UntilAsync(DeviceConnection.Streaming);
        await Ann.SendAsync("tea", new("k1", "and then"));
        await bob.UntilShowsAsync("while it was down", "and then");
    }

    [Fact]
    public async Task Of_two_programs_on_one_device_the_older_stops_and_does_not_come_back()
    {
        await using var older = Bob().Start();
        await older.UntilAsync(DeviceConnection.Streaming);

        await using var newer = Bob().Start();
        await newer.UntilAsync(DeviceConnection.Streaming);
        await older.EndedAsync();

        Assert.Equal(DeviceConnection.Superseded, older.Session.State);
        await Ann.SendAsync("tea", new("k1", "one"));
        await newer.UntilShowsAsync("one");
        Assert.Equal(DeviceConnection.Streaming, newer.Session.State);
        Assert.Empty(await older.BodiesAsync());
    }

    [Fact]
    public async Task When_the_token_expires_another_one_is_asked_for_and_nothing_is_missed()
    {
        var asked = 0;
        var api = new MessageSyncApi(new HttpClient { BaseAddress = Server.Address }, _ =>
        {
            Interlocked.Increment(ref asked);
            return Server.TokenAsync("bob", expiresIn: TimeSpan.FromMinutes(10));
        });
        await using var bob = new Phone("bob", api, new InMemoryDeviceStore(), Phone.Streaming).Start();
        await bob.UntilAsync(DeviceConnection.Streaming);
        Assert.Equal(1, asked);

        await Server.AdvanceAsync(TimeSpan.FromMinutes(11));
        await Ann.SendAsync("tea", new("k1", "one"));

        await bob.UntilShowsAsync("one");
        await bob.UntilAsync(
            () => Task.FromResult(asked == 2 && bob.Session.State == DeviceConnection.Streaming), "a second token");
    }

    [Fact]
    public async Task Signals_are_told_and_stored_nowhere()
    {
        await using var bob = Bob().Start();
        await bob.UntilAsync(DeviceConnection.Streaming);
        var changes = bob.Session.ChangesAsync().GetAsyncEnumerator();
        await changes.MoveNextAsync();

        await Ann.SignalAsync("tea", "typing");
        DeviceChange.SignalCame? came = null;
        while (came is null && await changes.MoveNextAsync().AsTask().WaitAsync(Phone.Patience))
            came = changes.Current as DeviceChange.SignalCame;

        Assert.Equal(new Signal("tea", "ann", "typing", null, came!.Signal.At), came.Signal);
        await changes.DisposeAsync();
    }

    [Fact]
    public async Task Where_something_holds_streams_back_it_is_long_poll()
    {
        var polled = new TaskCompletionSource();
        var way = new Interceptor
        {
            Answer = request =>
            {
                if (IsLongPoll(request)) polled.TrySetResult();
                return Interceptor.IsStream(request) ? Held() : null;
            },
        };
        var options = Phone.Streaming with { StreamPatience = TimeSpan.FromMilliseconds(100) };
        await using var bob = Bob(way, options).Start();

        await polled.Task.WaitAsync(Phone.Patience);
        await Ann.SendAsync("tea", new("k1", "one"));
        await Ann.SendAsync("tea", new("k2", "two"));

        await bob.UntilShowsAsync("one", "two");
        Assert.Equal(DeviceConnection.Polling, bob.Session.State);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway, 3)]
    [InlineData(HttpStatusCode.NotFound, 3)]
    public async Task Where_streams_fail_it_is_long_poll_until_they_work_again(HttpStatusCode status, int failures)
    {
        var (left, waits) = (failures, 0);
        var way = new Interceptor
        {
            Answer = request =>
            {
                if (IsLongPoll(request)) Interlocked.Increment(ref waits);
                return Interceptor.IsStream(request) && Interlocked.Decrement(ref left) >= 0
                    ? Interceptor.Of(status) : null;
            },
        };

        await using var bob = Bob(way, Phone.Streaming with { PollingTime = TimeSpan.FromMilliseconds(300) }).Start();

        await bob.UntilAsync(DeviceConnection.Streaming);
        Assert.True(waits > 0, "No long poll meanwhile.");
        Assert.True(left < 0);
        await Ann.SendAsync("tea", new("k1", "one"));
        await bob.UntilShowsAsync("one");
    }

    [Fact]
    public async Task A_server_without_streams_is_not_asked_again_and_again()
    {
        var tries = 0;
        var way = new Interceptor
        {
            Answer = request => Interceptor.IsStream(request) && Interlocked.Increment(ref tries) > 0
                ? Interceptor.Problem(HttpStatusCode.NotFound, "not-found") : null,
        };
        await using var bob = Bob(way).Start();
        await bob.UntilAsync(async () => await bob.Session.ConversationAsync("tea") is { Details: not null }, "tea");

        await Ann.SendAsync("tea", new("k1", "one"));
        await bob.UntilAsync(async () => (await bob.BodiesAsync()).Contains("one", StringComparer.Ordinal), "one");

        Assert.True(tries <= 1, $"{tries} streams were tried.");
    }

    private static bool IsLongPoll(HttpRequestMessage request) =>
        request.RequestUri!.Query.Contains("wait=5000", StringComparison.Ordinal);

    private static HttpResponseMessage Held() => new(HttpStatusCode.OK)
    {
        Content = new HeldBody { Headers = { ContentType = new("text/event-stream") } },
    };
}
