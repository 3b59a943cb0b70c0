using System.Text;

namespace MessageSync.Http.Tests;

public sealed class BodyTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Hidden = "/v1/conversations/c/hidden";
    private const string Read = "/v1/conversations/c/read";
    private const string Messages = "/v1/conversations/c/messages";
    private static readonly DateTimeOffset s_later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestApp _app = shared.Afresh();

    [Theory]
    [InlineData("application/json", 201)]
    [InlineData("application/json; charset=utf-8", 201)]
    [InlineData("Application/JSON;charset=\"UTF-8\"", 201)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/problem+json", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("nonsense", 415)]
    [InlineData(null, 415)]
    public async Task A_body_is_JSON_by_its_content_type(string? type, int status)
    {
        var response = await PostAsync("""{"sendKey":"k","body":"hi"}"""u8.ToArray(), type);

        if (status == 201) response.MustBe(201);
        else response.MustBe("unsupported-media-type", 415);
    }

    [Fact]
    public async Task A_body_that_is_missing_is_a_fault_of_the_whole() =>
        (await PostAsync([], "application/json")).MustBe("invalid-request", 400, "request");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_above_512_KiB_is_too_large_announced_or_not(bool isChunked)
    {
        var most = Encoding.UTF8.GetBytes("""{"sendKey":"k","body":"hi"}""".PadRight(512 * 1024));

        (await PostAsync(most, "application/json", isChunked)).MustBe(201);
        (await PostAsync([.. most, (byte)' '], "application/json", isChunked)).MustBe("body-too-large", 413);
    }

    [Fact]
    public async Task A_body_of_many_megabytes_is_too_large()
    {
        (await PostAsync(new byte[8 << 20], "application/json")).MustBe("body-too-large", 413);
        (await PostAsync(new byte[8 << 20], "application/json", isChunked: true)).MustBe("body-too-large", 413);
    }

    [Fact]
    public async Task The_token_comes_before_the_size()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Messages);
        request.Content = new ByteArrayContent(new byte[600 * 1024]);

        (await _app.SendAsync(request)).MustBe("unauthenticated", 401);
    }

    [Fact]
    public async Task A_body_cut_off_stores_nothing_and_harms_nobody()
    {
        var token = Tokens.For("ann", "phone", false, s_later);

        var answer = await _app.SendRawAsync(
            $"POST {Messages} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"sendKey\":", closeAfter: true);

        Assert.True(answer.Length == 0 || answer.Contains("/problems/invalid-request", StringComparison.Ordinal), answer);
        Assert.Null(_app.Fake.LastCaller);
        Assert.Equal(0, _app.Log.Errors);
        (await _app.SendAsync("GET", "/v1/inbox")).MustBe(200);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"role":null}""")]
    public async Task Putting_a_member_needs_no_body(string? json)
    {
        (await _app.SendAsync("PUT", "/v1/conversations/c/members/bob", json)).MustBe(204);

        Assert.Equal([new ConversationId("c"), new UserId("bob"), null], _app.Fake.LastArguments);
    }

    [Theory]
    [InlineData("POST", "/v1/conversations", """{"kind":"group"}""", "invalid-request", "id")]
    [InlineData("POST", "/v1/conversations", """{"id":"c"}""", "invalid-request", "kind")]
    [InlineData("POST", "/v1/conversations", """{"kind":"Group","id":"c"}""", "invalid-request", "kind")]
    [InlineData("POST", "/v1/conversations", """{"Kind":"group","id":"c"}""", "invalid-request", "Kind")]
    [InlineData("POST", "/v1/conversations", """{"kind":"group","id":"c","with":"bob"}""", "invalid-request", "with")]
    [InlineData("POST", "/v1/conversations", """{"kind":"group","id":"direct:x"}""", "invalid-id", "id")]
    [InlineData("POST", "/v1/conversations", """{"kind":"group","id":"a b"}""", "invalid-id", "id")]
    [InlineData("POST", "/v1/conversations", """{"kind":"group","id":".."}""", "invalid-id", "id")]
    [InlineData("POST", "/v1/conversations", """{"kind":"group","id":"c","members":["a/b"]}""", "invalid-id", "members")]
    [InlineData("POST", "/v1/conversations", """{"kind":"group","id":"c","history":"some"}""", "invalid-request", "history")]
    [InlineData("POST", "/v1/conversations", """{"kind":"group","id":"c","title":"\ud800"}""", "invalid-request", "title")]
    [InlineData("POST", "/v1/conversations", """{"kind":"direct"}""", "invalid-request", "with")]
    [InlineData("POST", "/v1/conversations", """{"kind":"direct","with":"a b"}""", "invalid-id", "with")]
    [InlineData("POST", "/v1/conversations", """{"kind":"direct","with":"bob","id":"c"}""", "invalid-request", "id")]
    [InlineData("POST", "/v1/conversations", """{"kind":"direct","with":"bob","title":"t"}""", "invalid-request", "title")]
    [InlineData("PATCH", "/v1/conversations/c", "{}", "invalid-request", "title")]
    [InlineData("PATCH", "/v1/conversations/c", """{"title":null}""", "invalid-request", "title")]
    [InlineData("PATCH", "/v1/conversations/c", """{"title":"t","title":"t"}""", "invalid-request", "title")]
    [InlineData("POST", "/v1/conversations/c/members", """{"add":["ann"],"remove":["ann"]}""", "invalid-request", "remove")]
    [InlineData("POST", "/v1/conversations/c/members", """{"add":"ann"}""", "invalid-request", "add")]
    [InlineData("PUT", "/v1/conversations/c/members/bob", """{"role":"admin"}""", "invalid-request", "role")]
    [InlineData("POST", Messages, """{"sendKey":"k"}""", "invalid-request", "body")]
    [InlineData("POST", Messages, """{"body":"b"}""", "invalid-request", "sendKey")]
    [InlineData("POST", Messages, """{"sendKey":"k","body":"b","x":1}""", "invalid-request", "x")]
    [InlineData("POST", Messages, """{"sendkey":"k","body":"b"}""", "invalid-request", "sendkey")]
    [InlineData("POST", Messages, """{"sendKey":"k","body":"\udfff"}""", "invalid-request", "body")]
    [InlineData("POST", Messages, """{"sendKey":"k","body":7}""", "invalid-request", "body")]
    [InlineData("POST", Messages, """{"sendKey":"k","body":"b"} """ + "x", "invalid-request", "request")]
    [InlineData("POST", "/v1/inbox/ack", "{}", "invalid-request", "cursor")]
    [InlineData("PUT", Messages + "/1", """{"body":"b"}""", "invalid-request", "version")]
    [InlineData("PUT", Messages + "/1", """{"version":0}""", "invalid-request", "body")]
    [InlineData("PUT", Messages + "/1", """{"body":"b","version":-1}""", "invalid-request", "version")]
    [InlineData("PUT", Messages + "/1", """{"body":"b","version":1.5}""", "invalid-request", "version")]
    [InlineData("PUT", Messages + "/1", """{"body":"b","version":0,"sendKey":"k"}""", "invalid-request", "sendKey")]
    [InlineData("PUT", Hidden, """{"from":1}""", "invalid-request", "to")]
    [InlineData("PUT", Hidden, """{"from":0,"to":1}""", "invalid-request", "from")]
    [InlineData("PUT", Hidden, """{"from":3,"to":2}""", "invalid-request", "to")]
    [InlineData("PUT", Hidden, """{"from":1,"to":"2"}""", "invalid-request", "to")]
    [InlineData("PUT", Hidden, """{"from":1,"to":2,"unlist":1}""", "invalid-request", "unlist")]
    [InlineData("PUT", Read, "{}", "invalid-request", "upTo")]
    [InlineData("PUT", Read, """{"upTo":-1}""", "invalid-request", "upTo")]
    [InlineData("PUT", Read, """{"upTo":9007199254740992}""", "invalid-request", "upTo")]
    [InlineData("PUT", Read, """{"upTo":1,"unread":"yes"}""", "invalid-request", "unread")]
    public async Task A_malformed_body_is_refused_by_its_member(
        string method, string path, string json, string slug, string field)
    {
        (await _app.SendAsync(method, path, json)).MustBe(slug, 400, field);

        Assert.Null(_app.Fake.LastCaller);
    }

    [Theory]
    [InlineData(1000, 201)]
    [InlineData(1001, 400)]
    public async Task A_group_begins_with_at_most_1000_members(int count, int status)
    {
        var members = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"u{i}\""));

        (await _app.SendAsync("POST", "/v1/conversations", $$"""{"kind":"group","id":"c","members":[{{members}}]}"""))
            .MustBe(status);
    }

    [Fact]
    public async Task A_bulk_change_names_at_most_1000_together()
    {
        static string Users(int from, int count) =>
            string.Join(',', Enumerable.Range(from, count).Select(i => $"\"u{i}\""));

        (await _app.SendAsync("POST", "/v1/conversations/c/members",
            $$"""{"add":[{{Users(0, 500)}}],"remove":[{{Users(500, 500)}}]}""")).MustBe(204);
        (await _app.SendAsync("POST", "/v1/conversations/c/members",
            $$"""{"add":[{{Users(0, 500)}}],"remove":[{{Users(500, 501)}}]}""")).MustBe("invalid-request", 400, "remove");
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(201, 400)]
    public async Task A_title_has_at_most_200_UTF16_units(int length, int status)
    {
        var title = string.Concat(Enumerable.Repeat("😀", length / 2)) + new string('x', length % 2);

        (await _app.SendAsync("PATCH", "/v1/conversations/c", $$"""{"title":"{{title}}"}""")).MustBe(status);
    }

    private async Task<Response> PostAsync(byte[] body, string? type, bool isChunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Messages);
        request.Headers.Authorization = new("Bearer", Tokens.For("ann", "phone", false, s_later));
        request.Headers.TransferEncodingChunked = isChunked;
        request.Content = isChunked ? new StreamContent(new MemoryStream(body)) : new ByteArrayContent(body);
        if (type is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await _app.SendAsync(request);
    }
}
