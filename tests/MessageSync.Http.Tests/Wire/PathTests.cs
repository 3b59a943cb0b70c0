namespace MessageSync.Http.Tests;

public sealed class PathTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private readonly TestApp _app = shared.Afresh();

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/v1")]
    [InlineData("GET", "/v2/conversations")]
    [InlineData("GET", "/V1/conversations")]
    [InlineData("GET", "/v1/conversations/")]
    [InlineData("GET", "/v1/conversations//members")]
    [InlineData("GET", "/openapi/v2.json")]
    [InlineData("POST", "/v1/dev/token")]
    [InlineData("POST", "/v1/dev/clock")]
    public async Task There_is_nothing_at_another_path(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);

        (await _app.SendAsync(request)).MustBe("not-found", 404);
    }

    [Theory]
    [InlineData("DELETE", "/v1/conversations", "GET, POST")]
    [InlineData("PUT", "/v1/conversations/c", "GET, PATCH")]
    [InlineData("PUT", "/v1/conversations/c/mutations", "GET")]
    [InlineData("POST", "/v1/conversations/c/messages/1", "DELETE, GET, PUT")]
    [InlineData("DELETE", "/v1/conversations/c/hidden", "GET, PUT")]
    [InlineData("GET", "/v1/conversations/c/read", "PUT")]
    [InlineData("POST", "/v1/inbox", "GET")]
    [InlineData("GET", "/v1/inbox/ack", "POST")]
    [InlineData("POST", "/healthz/live", "GET")]
    public async Task Another_method_comes_before_the_token(string method, string path, string allow)
    {
        using var request = new HttpRequestMessage(new(method), path);

        var response = await _app.SendAsync(request);

        response.MustBe("method-not-allowed", 405);
        Assert.Equal(allow, string.Join(", ", response.ContentHeaders.Allow.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("%2e%2e")]
    [InlineData("%2E")]
    [InlineData("a%2Fb")]
    [InlineData("a%2fb")]
    [InlineData("a%252Fb")]
    [InlineData("%41%2541")]
    [InlineData("a%20b")]
    [InlineData("a+b")]
    [InlineData("%C3%A9")]
    [InlineData("%ff")]
    [InlineData("%zz")]
    [InlineData("a;b")]
    public async Task What_is_no_id_stays_one_segment_and_is_refused(string id)
    {
        var answer = await RawAsync("GET", $"/v1/conversations/{id}/members");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("/problems/invalid-id", answer, StringComparison.Ordinal);
        Assert.Contains("\"field\":\"conversation\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_is_decoded_once()
    {
        (await _app.SendAsync("GET", "/v1/conversations/%61%3Ab%40c")).MustBe(200);

        Assert.Equal(new ConversationId("a:b@c"), _app.Fake.LastArguments[0]);
    }

    [Theory]
    [InlineData(128, 200)]
    [InlineData(129, 400)]
    public async Task An_id_has_at_most_128_characters(int length, int status) =>
        (await _app.SendAsync("GET", "/v1/conversations/" + new string('x', length))).MustBe(status);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.0")]
    [InlineData("one")]
    [InlineData("..")]
    [InlineData("%20")]
    [InlineData("9999999999999999999x")]
    public async Task A_seq_is_a_whole_number_from_1(string seq)
    {
        var answer = await RawAsync("GET", $"/v1/conversations/c/messages/{seq}");

        Assert.Contains("/problems/invalid-request", answer, StringComparison.Ordinal);
        Assert.Contains("\"field\":\"seq\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v1/conversations/c?x=1", "x")]
    [InlineData("GET", "/v1/conversations/c/messages/1?limit=1", "limit")]
    [InlineData("GET", "/v1/devices?limit=1", "limit")]
    [InlineData("DELETE", "/v1/devices/d?force=true", "force")]
    [InlineData("DELETE", "/v1/conversations/c/members/ann?x", "x")]
    [InlineData("GET", "/v1/conversations?Limit=1", "Limit")]
    [InlineData("GET", "/v1/conversations?limit=0", "limit")]
    [InlineData("GET", "/v1/conversations?limit=201", "limit")]
    [InlineData("GET", "/v1/conversations?sort=Recent", "sort")]
    [InlineData("GET", "/v1/conversations?left=1", "left")]
    [InlineData("GET", "/v1/conversations?page=", "page")]
    [InlineData("GET", "/v1/conversations/c/members?limit=1001", "limit")]
    [InlineData("GET", "/v1/conversations/c/messages?limit=201", "limit")]
    [InlineData("GET", "/v1/conversations/c/messages?limit=-1", "limit")]
    [InlineData("GET", "/v1/conversations/c/messages?before=1&after=1", "after")]
    [InlineData("GET", "/v1/conversations/c/messages?at=2026-01-31T12:00:00Z&seqs=1", "seqs")]
    [InlineData("GET", "/v1/conversations/c/messages?seqs=1&limit=5", "limit")]
    [InlineData("GET", "/v1/conversations/c/messages?seqs=", "seqs")]
    [InlineData("GET", "/v1/conversations/c/messages?at=yesterday", "at")]
    [InlineData("GET", "/v1/conversations/c/mutations?limit=201", "limit")]
    [InlineData("GET", "/v1/conversations/c/mutations?after=-1", "after")]
    [InlineData("GET", "/v1/conversations/c/hidden?limit=1", "limit")]
    [InlineData("GET", "/v1/explain?user=bob&conversation=c", "seq")]
    [InlineData("GET", "/v1/explain?conversation=c&seq=1", "user")]
    [InlineData("GET", "/v1/explain?user=bob&seq=1", "conversation")]
    [InlineData("GET", "/v1/explain?user=bob&conversation=c&seq=0", "seq")]
    [InlineData("GET", "/v1/inbox?wait=60001", "wait")]
    [InlineData("GET", "/v1/inbox?limit=1001", "limit")]
    [InlineData("GET", "/v1/inbox?limit=1&limit=1", "limit")]
    public async Task A_bad_parameter_is_named(string method, string path, string field) =>
        (await _app.SendAsync(method, path)).MustBe("invalid-request", 400, field);

    [Theory]
    [InlineData("GET", "/v1/conversations/c/members?after=a%20b", "after")]
    [InlineData("GET", "/v1/conversations/c/members?after=", "after")]
    [InlineData("PUT", "/v1/conversations/c/members/a%20b", "user")]
    [InlineData("DELETE", "/v1/devices/a%20b", "device")]
    public async Task A_bad_id_is_named(string method, string path, string field) =>
        (await _app.SendAsync(method, path)).MustBe("invalid-id", 400, field);

    private Task<string> RawAsync(string method, string path)
    {
        var token = Tokens.For("ann", "phone", false, new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return _app.SendRawAsync(
            $"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n");
    }
}
