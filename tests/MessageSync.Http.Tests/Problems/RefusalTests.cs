using MessageSync.Storage;

namespace MessageSync.Http.Tests;

public sealed class RefusalTests
{
    public static TheoryData<Refusal, string, int> Table() => new()
    {
        { new Refusal.InvalidRequest("limit", "0 to 9"), "invalid-request", 400 },
        { new Refusal.InvalidId("id"), "invalid-id", 400 },
        { new Refusal.DeviceRequired(), "device-required", 400 },
        { new Refusal.CursorInvalid(), "cursor-invalid", 400 },
        { new Refusal.Forbidden(), "forbidden", 403 },
        { new Refusal.NotAMember(), "not-a-member", 403 },
        { new Refusal.ConversationNotFound(), "conversation-not-found", 404 },
        { new Refusal.MessageNotFound(), "message-not-found", 404 },
        { new Refusal.ConversationExists(), "conversation-exists", 409 },
        { new Refusal.DirectConversation(), "direct-conversation", 409 },
        { new Refusal.ConversationFull(100_000), "conversation-full", 409 },
        { new Refusal.SendKeyReused(new(7)), "send-key-reused", 409 },
        { new Refusal.VersionConflict(3), "version-conflict", 409 },
        { new Refusal.Recalled(), "recalled", 409 },
        { new Refusal.RecallWindowOver(TimeSpan.FromHours(24)), "recall-window-over", 409 },
        { new Refusal.BeyondHead("7"), "beyond-head", 422 },
        { new Refusal.RateLimited(TimeSpan.FromSeconds(2)), "rate-limited", 429 },
        { new Refusal.Overloaded(TimeSpan.FromSeconds(2)), "overloaded", 503 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Every_refusal_has_its_slug_and_status(Refusal refusal, string slug, int status)
    {
        await using var app = await TestApp.StartAsync();
        app.Fake.Refusal = refusal;

        var response = await app.SendAsync("GET", "/v1/conversations/c");

        response.MustBe(slug, status);
        Assert.Equal(0, app.Log.Errors);
    }

    [Fact]
    public void The_table_leaves_no_refusal_out()
    {
        var all = typeof(Refusal).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Refusal)));

        Assert.Equal(
            all.Select(type => type.Name).Order(StringComparer.Ordinal),
            Table().Select(row => row[0].GetType().Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0.001, "1")]
    [InlineData(1.0, "1")]
    [InlineData(1.2, "2")]
    [InlineData(-3.0, "1")]
    public async Task Retry_After_is_in_whole_seconds_from_1(double seconds, string expected)
    {
        await using var app = await TestApp.StartAsync();
        app.Fake.Refusal = new Refusal.RateLimited(TimeSpan.FromSeconds(seconds));

        var response = await app.SendAsync("GET", "/v1/inbox");

        Assert.Equal(expected, Assert.Single(response.Headers.GetValues("Retry-After")));
    }

    [Fact]
    public async Task Facts_are_members()
    {
        await using var app = await TestApp.StartAsync();

        app.Fake.Refusal = new Refusal.SendKeyReused(new(7));
        Assert.Equal(7, (await app.SendAsync("GET", "/v1/inbox")).Json.GetProperty("seq").GetInt64());
        app.Fake.Refusal = new Refusal.SendKeyReused(SeqNo.None);
        Assert.False((await app.SendAsync("GET", "/v1/inbox")).Json.TryGetProperty("seq", out _));
        app.Fake.Refusal = new Refusal.BeyondHead("7");
        Assert.Equal(7, (await app.SendAsync("GET", "/v1/inbox")).Json.GetProperty("head").GetInt64());
        app.Fake.Refusal = new Refusal.BeyondHead(new string('0', 32));
        Assert.Equal(new('0', 32), (await app.SendAsync("GET", "/v1/inbox")).Json.GetProperty("head").GetString());
    }

    [Fact]
    public async Task What_does_not_exist_and_what_may_not_be_seen_look_alike_in_every_byte()
    {
        await using var app = await TestApp.StartAsync();
        app.Fake.Refusal = new Refusal.ConversationNotFound();

        var one = await app.SendAsync("GET", "/v1/conversations/secret");
        var other = await app.SendAsync("GET", "/v1/conversations/nothing");

        Assert.Equal(one.Text, other.Text);
        Assert.Equal(Headers(one), Headers(other));
    }

    [Theory]
    [InlineData(typeof(StoreUnavailableException), "store-unavailable", 503, 0)]
    [InlineData(typeof(StoreOverloadedException), "overloaded", 503, 0)]
    [InlineData(typeof(InvalidOperationException), "internal", 500, 1)]
    [InlineData(typeof(OperationCanceledException), "internal", 500, 1)]
    public async Task A_failure_is_a_problem_and_a_bug_is_logged_once(Type failure, string slug, int status, int errors)
    {
        await using var app = await TestApp.StartAsync();
        app.Fake.Failure = (Exception)Activator.CreateInstance(failure)!;

        var response = await app.SendAsync(
            "POST", "/v1/conversations/c/messages", """{"sendKey":"k","body":"a secret"}""");

        response.MustBe(slug, status);
        Assert.Equal(status == 503, response.Headers.Contains("Retry-After"));
        Assert.Equal(errors, app.Log.Errors);
        Assert.DoesNotContain(app.Log.Lines, line => line.Text.Contains("secret", StringComparison.Ordinal));
        Assert.All(app.Log.Lines.Where(line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error),
            line => Assert.Equal(4001, line.Id.Id));
    }

    [Fact]
    public async Task A_bug_in_the_middle_of_a_stream_breaks_the_connection_and_is_logged_once()
    {
        await using var app = await TestApp.StartAsync();

        var failure = await Record.ExceptionAsync(async () =>
        {
            using var stream = await EventReader.OpenAsync(app, "ann");
            await stream.NextAsync();
        });

        Assert.True(failure is IOException or HttpRequestException, $"{failure}");
        var line = Assert.Single(app.Log.Lines, line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
        Assert.Equal(4001, line.Id.Id);
    }

    [Fact]
    public async Task Nothing_is_to_be_cached()
    {
        await using var app = await TestApp.StartAsync();

        Assert.True((await app.SendAsync("GET", "/v1/inbox")).Headers.CacheControl?.NoStore);
        Assert.True((await app.SendAsync("GET", "/v1/nothing")).Headers.CacheControl?.NoStore);
        app.Fake.Failure = new StoreUnavailableException();
        Assert.True((await app.SendAsync("GET", "/v1/inbox")).Headers.CacheControl?.NoStore);
    }

    private static string Headers(Response response) => string.Join('\n', response.Headers
        .Where(header => header.Key != "Date")
        .Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));
}
