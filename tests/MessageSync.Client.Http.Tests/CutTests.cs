namespace MessageSync.Client.Http.Tests;

/// <summary>Connections that are cut off at any byte.</summary>
public sealed class CutTests : TeaTests
{
    private CuttingProxy _proxy = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _proxy = CuttingProxy.Before(Server.EndPoint);
    }

    public override async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Of_a_stream_cut_at_any_byte_whole_events_come_and_nothing_else()
    {
        using var bob = await BobWithEntriesAsync();
        var whole = await EventsAsync(bob);
        Assert.Equal(["member", "message ü1", "message ü2", "caught up"], whole);

        var most = 0;
        for (var cut = 0; most < whole.Count; cut++)
        {
            _proxy.Limit = () => cut;
            var events = await EventsAsync(bob);
            Assert.Equal(whole.Take(events.Count), events);
            Assert.True(events.Count >= most, $"Cut at {cut} there are fewer events than before.");
            Assert.InRange(cut, 0, 20_000);
            most = events.Count;
        }
    }

    [Fact]
    public async Task An_answer_cut_at_any_byte_is_lost_and_never_half_an_answer()
    {
        using var bob = await BobWithEntriesAsync();
        var before = _proxy.HandedOn;
        await bob.SyncAsync();
        var bytes = _proxy.HandedOn - before;

        for (var cut = 0; cut < bytes; cut++)
        {
            _proxy.Limit = () => cut;
            await Assert.ThrowsAsync<AnswerLostException>(() => bob.SyncAsync());
        }
        _proxy.Limit = () => bytes;
        Assert.Equal(3, (await bob.SyncAsync()).Entries.Count);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task Through_a_line_that_breaks_all_the_time_everything_goes_once_and_in_order(int seed, bool streams)
    {
        var random = new Random(seed);
        var options = streams ? Phone.Streaming with { PollingTime = TimeSpan.FromMilliseconds(50) } : Phone.Polling;
        using var way = new Interceptor();
        await using var bob = new Phone(
            "bob", Server.Api("bob", way, _proxy.Address), new InMemoryDeviceStore(), options).Start();
        await bob.UntilAsync(async () => await bob.Session.ConversationAsync("tea") is not null, "the beginning");

        _proxy.Limit = () =>
        {
            lock (random) return random.Next(3000);
        };
        await _proxy.CutAsync();
        for (var i = 0; i < 20; i++)
        {
            await bob.Session.SendAsync("tea", $"bob {i}");
            await Ann.SendAsync("tea", new($"k{i}", $"ann {i}"));
        }
        await bob.UntilAsync(async () => (await bob.Session.OutboxAsync()).Count == 0, "an empty outbox");
        await bob.UntilAsync(async () => (await bob.BodiesAsync()).Count() == 40, "all of it");

        var all = (await Ann.RoamAsync("tea", limit: 200)).Messages;
        Assert.Equal(40, all.Count);
        foreach (var who in new[] { "ann", "bob" })
            Assert.Equal(
                Enumerable.Range(0, 20).Select(i => $"{who} {i}"),
                all.Where(message => message.Sender == who).Select(message => message.Body));
        Assert.Equal(all.Select(message => message.Body), await bob.BodiesAsync());
    }

    /// <summary>bob by the proxy, each request on a connection of its own; three entries are in the Inbox.</summary>
    private async Task<MessageSyncApi> BobWithEntriesAsync()
    {
        await Ann.SendAsync("tea", new("k1", "ü1"));
        await Ann.SendAsync("tea", new("k2", "ü2"));
        var bob = Server.Api("bob", new Interceptor(keepsConnections: false), _proxy.Address);
        using var direct = Server.Api("bob");
        while ((await direct.SyncAsync(wait: TimeSpan.FromSeconds(20))).Entries.Count < 3) { }
        return bob;
    }

    private static async Task<IReadOnlyList<string>> EventsAsync(MessageSyncApi api)
    {
        var events = new List<string>();
        try
        {
            await foreach (var one in api.StreamAsync())
            {
                events.Add(one switch
                {
                    StreamEvent.EntryCame(MessageEntry entry) => "message " + entry.Message.Body,
                    StreamEvent.EntryCame(MemberEntry) => "member",
                    StreamEvent.CaughtUp => "caught up",
                    _ => "",
                });
                events.Remove("");
                if (one is StreamEvent.CaughtUp) break;
            }
        }
        catch (AnswerLostException)
        {
            // Cut off.
        }
        return events;
    }
}
