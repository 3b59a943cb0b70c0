using System.Net;

namespace MessageSync.Client.Http.Tests;

/// <summary>Whatever is answered, and whatever the store does: what a device has, it keeps.</summary>
public sealed class LocalDataTests : TeaTests
{
    [Theory]
    [InlineData("text/html", "<html>Log in to use this network</html>", 200)]
    [InlineData("application/json", "{}", 200)]
    [InlineData("text/html", "<html>gone</html>", 404)]
    [InlineData("application/problem+json", """{"type":"/problems/unauthenticated"}""", 401)]
    [InlineData("application/problem+json", """{"type":"/problems/internal"}""", 500)]
    [InlineData("application/problem+json", """{"type":"/problems/forbidden"}""", 403)]
    public async Task Refused_or_nonsense_all_of_it_stays_and_it_goes_on_afterwards(
        string mediaType, string body, int status)
    {
        var way = new Interceptor();
        await using var bob = await BobWithOneAsync(way);
        var asked = new SemaphoreSlim(0);

        way.Answer = _ =>
        {
            asked.Release();
            return Interceptor.Of((HttpStatusCode)status, body, mediaType);
        };
        await bob.StopAsync();
        bob.Start();
        await bob.Session.WantAsync("tea", new RoamAnchor.Newest());
        await bob.Session.OpenAsync("tea");
        for (var i = 0; i < 8; i++) Assert.True(await asked.WaitAsync(Phone.Patience));

        Assert.Equal(["one"], await bob.BodiesAsync());
        Assert.Single(await bob.Session.ConversationsAsync());
        way.Answer = _ => null;
        await Ann.SendAsync("tea", new("k2", "two"));
        await bob.UntilShowsAsync("one", "two");
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("'; DROP TABLE &cursor=#?/..%00ü")]
    [InlineData(null)]
    public async Task A_cursor_that_is_garbage_or_of_somebody_else_costs_a_beginning_and_no_data(string? cursor)
    {
        await using var bob = await BobWithOneAsync(null);
        await bob.StopAsync();
        cursor ??= (await Ann.SyncAsync()).Cursor;
        bob.Store.Commit(new() { State = bob.Store.Load().State with { Cursor = cursor } });
        await Ann.SendAsync("tea", new("k2", "two"));

        await using var again = Bob(store: bob.Store).Start();

        Assert.Equal(["one"], await again.BodiesAsync());
        await again.UntilShowsAsync("one", "two");
        await again.UntilAsync(DeviceConnection.Streaming);
    }

    [Fact]
    public async Task After_another_epoch_the_device_begins_anew_and_sends_what_it_had_not_seen_arrive()
    {
        await using var bob = await BobWithOneAsync(null);
        await bob.UntilAsync(DeviceConnection.Streaming);

        await Server.WriteEpochAsync("0badcafe");
        await Server.GoDownAsync();
        await bob.Session.SendAsync("tea", "two");
        await Server.ComeBackAsync();

        await bob.UntilAsync(DeviceConnection.Streaming);
        await bob.Session.WantAsync("tea", new RoamAnchor.Newest());
        await bob.UntilShowsAsync("one", "two");
        Assert.Equal("0badcafe", bob.Store.Load().State.Epoch);
        Assert.Equal(["one", "two"], (await Ann.RoamAsync("tea")).Messages.Select(message => message.Body));
    }

    [Fact]
    public async Task A_store_that_fails_now_and_then_costs_time_and_nothing_else()
    {
        var store = new FailingStore();
        await using var bob = Bob(store: store).Start();
        await bob.UntilAsync(async () => await bob.Session.ConversationAsync("tea") is { Details: not null }, "tea");

        store.FailsEvery = 3;
        for (var i = 0; i < 20; i++) await Ann.SendAsync("tea", new($"k{i}", $"{i}"));

        await bob.UntilShowsAsync([.. Enumerable.Range(0, 20).Select(i => $"{i}")]);
        Assert.True(store.Failures > 0);
        store.FailsEvery = null;
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "overloaded")]
    [InlineData(HttpStatusCode.TooManyRequests, "rate-limited")]
    [InlineData(HttpStatusCode.ServiceUnavailable, null)]
    public async Task A_command_waits_as_long_as_it_is_told_and_is_sent_once(HttpStatusCode status, string? slug)
    {
        var (clock, asked) = (TimeProvider.System, new List<long>());
        var second = TimeSpan.FromSeconds(1);
        var way = new Interceptor
        {
            Answer = request =>
            {
                if (request.Method != HttpMethod.Post
                    || !request.RequestUri!.AbsolutePath.EndsWith("/messages", StringComparison.Ordinal))
                    return null;

                asked.Add(clock.GetTimestamp());
                if (asked.Count > 1) return null;

                var refusal = slug is null ? Interceptor.Of(status) : Interceptor.Problem(status, slug);
                refusal.Headers.RetryAfter = new(second);
                return refusal;
            },
        };
        await using var bob = Bob(way).Start();

        await bob.Session.SendAsync("tea", "one");
        await bob.UntilAsync(async () => (await bob.Session.OutboxAsync()).Count == 0, "an empty outbox");

        Assert.Equal(2, asked.Count);
        Assert.True(clock.GetElapsedTime(asked[0], asked[1]) >= second - TimeSpan.FromMilliseconds(20));
        Assert.Equal(1, (await Ann.ShowAsync("tea")).Head);
    }

    [Fact]
    public async Task Who_gives_no_token_now_is_asked_again()
    {
        var left = 3;
        var api = new MessageSyncApi(
            new HttpClient { BaseAddress = Server.Address },
            _ => Interlocked.Decrement(ref left) < 0 ? Server.TokenAsync("bob")
                : throw new InvalidOperationException("Nobody is logged in."));
        await Ann.SendAsync("tea", new("k1", "one"));

        await using var bob = new Phone("bob", api, new InMemoryDeviceStore(), Phone.Streaming).Start();
        await bob.Session.WantAsync("tea", new RoamAnchor.Newest());

        await bob.UntilShowsAsync("one");
    }

    [Fact]
    public async Task A_command_that_can_never_be_put_on_the_wire_fails_and_holds_up_no_other()
    {
        var store = new InMemoryDeviceStore();
        new Device("bob", store).Submit("..", new DeviceCommand.Recall(1));
        await using var bob = Bob(store: store).Start();
        await bob.Session.SendAsync("tea", "one");

        await bob.UntilAsync(
            async () => (await bob.Session.OutboxAsync()) is [{ Status: OutboxStatus.Failed, Conversation: ".." }],
            "the failure");

        Assert.Equal("one", (await Ann.OneAsync("tea", 1)).Body);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => bob.Session.SendAsync("..", "x"));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => bob.Session.SendAsync("tea", "\ud83d"));
    }

    private async Task<Phone> BobWithOneAsync(Interceptor? way)
    {
        await Ann.SendAsync("tea", new("k1", "one"));
        var bob = Bob(way).Start();
        await bob.Session.WantAsync("tea", new RoamAnchor.Newest());
        await bob.UntilShowsAsync("one");
        await bob.UntilAsync(async () => await bob.Session.ConversationAsync("tea") is { Details: not null }, "tea");
        return bob;
    }

    private sealed class FailingStore : IDeviceStore
    {
        private readonly InMemoryDeviceStore _store = new();
        private int _commits;

        public int? FailsEvery { get; set; }

        public int Failures { get; private set; }

        public StoredDevice Load() => _store.Load();

        public Message? FindMessage(string conversation, long seq) => _store.FindMessage(conversation, seq);

        public IReadOnlyList<Message> ReadMessages(string conversation, SeqRange range, int limit) =>
            _store.ReadMessages(conversation, range, limit);

        public Membership? FindMembership(string conversation) => _store.FindMembership(conversation);

        public void Commit(StoreChanges changes)
        {
            if (++_commits % FailsEvery == 0)
            {
                Failures++;
                throw new IOException("The disk is full.");
            }
            _store.Commit(changes);
        }
    }
}
