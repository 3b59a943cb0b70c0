using MessageSync.Timelines;

namespace MessageSync.Http.Tests;

public sealed class CallerTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Notification = """{"sendKey":"k","name":"n","body":"b"}""";

    private readonly TestApp _app = shared.Afresh();

    [Fact]
    public async Task Without_a_token_nothing_is_told()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/inbox?limit=bad");

        var response = await _app.SendAsync(request);

        response.MustBe("unauthenticated", 401);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Null(_app.Fake.LastCaller);
    }

    [Fact]
    public async Task The_token_tells_the_caller()
    {
        await _app.SendAsync("GET", "/v1/conversations/c", user: "bob", device: "tablet");

        Assert.Equal(new Caller(new("bob"), new DeviceId("tablet")), _app.Fake.LastCaller);
    }

    [Theory]
    [InlineData("GET", "/v1/conversations", null)]
    [InlineData("GET", "/v1/inbox", null)]
    [InlineData("POST", "/v1/inbox/ack", """{"cursor":"x"}""")]
    [InlineData("GET", "/v1/devices", null)]
    [InlineData("PUT", "/v1/conversations/c/hidden", """{"from":1,"to":1}""")]
    [InlineData("GET", "/v1/conversations/c/hidden", null)]
    [InlineData("PUT", "/v1/conversations/c/read", """{"upTo":1}""")]
    [InlineData("DELETE", "/v1/devices/d", null)]
    [InlineData("POST", "/v1/conversations", """{"kind":"direct","with":"bob"}""")]
    public async Task What_is_personal_is_forbidden_to_a_service(string method, string path, string? json)
    {
        (await _app.SendAsync(method, path, json, isService: true, device: null)).MustBe("forbidden", 403);

        Assert.Null(_app.Fake.LastCaller);
    }

    [Theory]
    [InlineData("POST", "/v1/conversations/c/messages", "{}")]
    [InlineData("GET", "/v1/conversations?x=1", null)]
    [InlineData("GET", "/v1/inbox?wait=-1", null)]
    public async Task Syntax_comes_before_the_right(string method, string path, string? json) =>
        (await _app.SendAsync(method, path, json, isService: true)).MustBe("invalid-request", 400);

    [Theory]
    [InlineData("GET", "/v1/conversations/c", null, 200)]
    [InlineData("PATCH", "/v1/conversations/c", """{"title":"t"}""", 200)]
    [InlineData("GET", "/v1/conversations/c/messages", null, 200)]
    [InlineData("GET", "/v1/conversations/c/messages/1", null, 200)]
    [InlineData("GET", "/v1/conversations/c/members", null, 200)]
    [InlineData("GET", "/v1/conversations/c/mutations", null, 200)]
    [InlineData("DELETE", "/v1/conversations/c/messages/1", null, 204)]
    [InlineData("PUT", "/v1/conversations/c/members/bob", null, 204)]
    [InlineData("DELETE", "/v1/conversations/c/members/bob", null, 204)]
    [InlineData("POST", "/v1/conversations", """{"kind":"group","id":"c","members":["bob"]}""", 201)]
    [InlineData("POST", "/v1/users/bob/notifications", Notification, 201)]
    public async Task A_service_may_manage(string method, string path, string? json, int status)
    {
        (await _app.SendAsync(method, path, json, user: "shop", device: null, isService: true)).MustBe(status);

        Assert.Equal(new Caller(new("shop"), null, IsService: true), _app.Fake.LastCaller);
    }

    [Theory]
    [InlineData("""{"kind":"group","id":"c"}""")]
    [InlineData("""{"kind":"group","id":"c","members":[]}""")]
    public async Task A_group_of_a_service_needs_a_member(string json) =>
        (await _app.SendAsync("POST", "/v1/conversations", json, isService: true))
            .MustBe("invalid-request", 400, "members");

    [Fact]
    public async Task A_notification_is_for_services_only()
    {
        (await _app.SendAsync("POST", "/v1/users/bob/notifications", Notification)).MustBe("forbidden", 403);
        (await _app.SendAsync("POST", "/v1/users/bob/notifications", "{}")).MustBe("invalid-request", 400);
    }

    [Fact]
    public async Task A_service_that_acts_for_a_user_has_exactly_their_rights()
    {
        (await _app.SendAsync("GET", "/v1/inbox", isService: true, actAs: "bob/tablet")).MustBe(200);
        Assert.Equal(new Caller(new("bob"), new DeviceId("tablet")), _app.Fake.LastCaller);

        (await _app.SendAsync("POST", "/v1/users/bob/notifications", Notification, isService: true, actAs: "bob"))
            .MustBe("forbidden", 403);
    }

    [Fact]
    public async Task To_act_for_another_needs_a_service_and_ids()
    {
        (await _app.SendAsync("GET", "/v1/inbox", actAs: "bob")).MustBe("forbidden", 403);
        (await _app.SendAsync("GET", "/v1/inbox", isService: true, actAs: "bob/")).MustBe(
            "invalid-id", 400, "MessageSync-Act-As");
    }
}
