using System.Net;

namespace MessageSync.Client.Http.Tests;

/// <summary>Answers of newer servers, and of what is no server at all.</summary>
public sealed class StrangeAnswerTests : IDisposable
{
    private readonly Interceptor _way = new();
    private int _tokens;

    public void Dispose() => _way.Dispose();

    [Fact]
    public async Task What_a_newer_server_adds_to_a_stream_is_skipped()
    {
        var events = await StreamAsync("""
            : hello

            event: shiny
            data: not even JSON

            event: entry
            id: c1
            data: {"kind":"poll","cursor":"c1","previous":"c0","at":"2026-11-21T23:10:49.157Z","options":[1,2]}

            event: entry
            id: c2
            data: {"cursor":"c2","previous":"c1","at":"2026-11-21T23:10:49.157Z","conversation":"tea",
            data:  "title":"Tea","shiny":{"kind":"x"},"kind":"conversation"}

            retry: 7
            event: caught-up
            data: {"cursor":"c2","head":"c2","shiny":1}

            event: conflict
            data: {"reason":"shiny"}


            """);

        Assert.Equal(4, events.Count);
        Assert.Equal(typeof(InboxEntry), Assert.IsType<StreamEvent.EntryCame>(events[0]).Entry.GetType());
        var entry = Assert.IsType<StreamEvent.EntryCame>(events[1]).Entry;
        Assert.Equal("Tea", Assert.IsType<ConversationEntry>(entry).Title);
        Assert.Equal(new StreamEvent.CaughtUp(new("c2", "c2")), events[2]);
        Assert.IsType<StreamEvent.Conflict>(events[3]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"cursor":"c1"}""")]
    [InlineData("""{"cursor":"c1","previous":null,"at":"2026-11-21T23:10:49.157Z"}""")]
    [InlineData("""{"cursor":"c1","previous":"c0","at":"soon"}""")]
    [InlineData("""{"cursor":"c1","previous":"c0","at":"2026-11-21T23:10:49.157Z","kind":"message"}""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task An_entry_that_breaks_its_promises_ends_the_stream(string data) =>
        await Assert.ThrowsAsync<AnswerLostException>(() => StreamAsync($"event: entry\ndata: {data}\n\n"));

    [Theory]
    [InlineData("text/html", "<html>Log in to use this network</html>")]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", """{"entries":null,"cursor":"c","head":"c","more":false,"epoch":"e"}""")]
    [InlineData("application/json", """{"entries":[],"cursor":"c","head":"c","epoch":"e"}""")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "")]
    [InlineData("application/json", "{\"entries\":[],\"cursor\":\"\ud83d")]
    public async Task What_is_no_sync_reply_is_a_lost_answer(string mediaType, string body)
    {
        _way.Answer = _ => Interceptor.Of(HttpStatusCode.OK, body, mediaType);

        await Assert.ThrowsAsync<AnswerLostException>(() => Api().SyncAsync());
        await Assert.ThrowsAsync<AnswerLostException>(() => DrainAsync(Api()));
    }

    [Theory]
    [InlineData(404, "text/html", "<html>not here</html>")]
    [InlineData(403, "application/json", """{"type":"/problems/forbidden"}""")]
    [InlineData(502, "application/problem+json", "<html>")]
    [InlineData(500, "application/problem+json", """{"type":"about:blank","title":"x"}""")]
    [InlineData(500, "application/problem+json", "[]")]
    [InlineData(500, "application/problem+json", """{"type":"/problems/a","type":"/problems/b"}""")]
    [InlineData(401, "text/html", "")]
    public async Task A_refusal_of_something_else_decides_nothing(int status, string mediaType, string body)
    {
        _way.Answer = _ => Interceptor.Of((HttpStatusCode)status, body, mediaType);

        await Assert.ThrowsAsync<AnswerLostException>(() => Api().ShowAsync("tea"));
    }

    [Fact]
    public async Task A_request_that_is_too_large_for_a_proxy_is_refused_for_good()
    {
        _way.Answer = _ => Interceptor.Of(HttpStatusCode.RequestEntityTooLarge);

        var refused = await Assert.ThrowsAsync<MessageSyncException>(() => Api().SendAsync("tea", new("k", "x")));

        Assert.Equal("body-too-large", refused.Slug);
    }

    [Fact]
    public async Task When_to_come_back_is_said_in_seconds_or_by_the_clock_by_a_server_or_a_proxy()
    {
        var clock = new StillClock();
        var (seconds, time) = (new Queue<HttpResponseMessage>(), clock.GetUtcNow().AddSeconds(90));
        seconds.Enqueue(Interceptor.Problem(HttpStatusCode.TooManyRequests, "rate-limited", TimeSpan.FromSeconds(7)));
        var dated = Interceptor.Of(HttpStatusCode.ServiceUnavailable);
        dated.Headers.RetryAfter = new(time);
        seconds.Enqueue(dated);
        var past = Interceptor.Of(HttpStatusCode.ServiceUnavailable);
        past.Headers.RetryAfter = new(time.AddDays(-1));
        seconds.Enqueue(past);
        _way.Answer = _ => seconds.Dequeue();
        var api = Api(clock: clock);

        var refused = await Assert.ThrowsAsync<MessageSyncException>(() => api.ShowAsync("tea"));
        var lost = await Assert.ThrowsAsync<AnswerLostException>(() => api.ShowAsync("tea"));
        var old = await Assert.ThrowsAsync<AnswerLostException>(() => api.ShowAsync("tea"));

        Assert.Equal(("rate-limited", TimeSpan.FromSeconds(7)), (refused.Slug, refused.RetryAfter));
        Assert.Equal(1, refused.Facts["shiny"].GetInt32());
        Assert.Equal(TimeSpan.FromSeconds(90), lost.RetryAfter);
        Assert.Equal(TimeSpan.Zero, old.RetryAfter);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once_and_the_request_repeated()
    {
        _way.Answer = request => request.Headers.Authorization!.Parameter == "token2"
            ? Interceptor.Of(HttpStatusCode.OK, """{"devices":[]}""", "application/json")
            : Interceptor.Problem(HttpStatusCode.Unauthorized, "unauthenticated");
        var api = Api();

        await Task.WhenAll(api.DevicesAsync(), api.DevicesAsync(), api.DevicesAsync());
        await api.DevicesAsync();

        Assert.Equal(2, _tokens);
    }

    [Fact]
    public async Task A_token_that_is_refused_again_is_the_callers_to_know()
    {
        _way.Answer = _ => Interceptor.Problem(HttpStatusCode.Unauthorized, "unauthenticated");

        var refused = await Assert.ThrowsAsync<MessageSyncException>(() => Api().DevicesAsync());

        Assert.Equal("unauthenticated", refused.Slug);
        Assert.Equal(2, _tokens);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_a_lost_answer_and_the_callers_own_end_is_not()
    {
        using var nobody = new HttpClient { BaseAddress = new("http://127.0.0.1:1/") };
        var api = new MessageSyncApi(nobody, _ => ValueTask.FromResult("token"));

        await Assert.ThrowsAsync<AnswerLostException>(() => api.DevicesAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.DevicesAsync(new CancellationToken(true)));
    }

    [Fact]
    public async Task Silence_ends_a_request_and_a_stream()
    {
        _way.Answer = request => new(HttpStatusCode.OK)
        {
            Content = new HeldBody
            {
                Headers =
                {
                    ContentType = new(Interceptor.IsStream(request) ? "text/event-stream" : "application/json"),
                },
            },
        };
        var moment = TimeSpan.FromMilliseconds(50);
        var api = Api(new() { AnswerTimeout = moment, StreamSilenceMax = moment });

        await Assert.ThrowsAsync<AnswerLostException>(() => api.DevicesAsync());
        await Assert.ThrowsAsync<AnswerLostException>(() => DrainAsync(api));
    }

    private MessageSyncApi Api(MessageSyncApiOptions? options = null, TimeProvider? clock = null) => new(
        new HttpClient(_way) { BaseAddress = new("http://127.0.0.1:1/") },
        _ => ValueTask.FromResult($"token{Interlocked.Increment(ref _tokens)}"), options, clock);

    private async Task<IReadOnlyList<StreamEvent>> StreamAsync(string text)
    {
        _way.Answer = _ => Interceptor.Of(HttpStatusCode.OK, text, "text/event-stream");
        return await DrainAsync(Api());
    }

    private static async Task<IReadOnlyList<StreamEvent>> DrainAsync(MessageSyncApi api)
    {
        var events = new List<StreamEvent>();
        await foreach (var one in api.StreamAsync("c0")) events.Add(one);
        return events;
    }

    private sealed class StillClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddDays(20_000);
    }
}
