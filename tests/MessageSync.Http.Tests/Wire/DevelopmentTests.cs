using System.Net.Http.Headers;

namespace MessageSync.Http.Tests;

public sealed class DevelopmentTests
{
    [Fact]
    public async Task A_token_signs_anybody_in()
    {
        await using var app = await TestApp.StartAsync(development: true);

        var token = await TokenAsync(app, """{"user":"ann","device":"phone"}""");
        var service = await TokenAsync(app, """{"user":"shop","service":true}""");

        (await AskAsync(app, token)).MustBe(200);
        Assert.Equal(new(new("ann"), new DeviceId("phone")), app.Fake.LastCaller);
        (await AskAsync(app, service)).MustBe(200);
        Assert.Equal(new(new("shop"), null, IsService: true), app.Fake.LastCaller);
    }

    [Fact]
    public async Task A_token_may_be_expired_from_the_start()
    {
        await using var app = await TestApp.StartAsync(development: true);

        (await AskAsync(app, await TokenAsync(app, """{"user":"ann","expiresInSeconds":-60}""")))
            .MustBe("unauthenticated", 401);
        (await AskAsync(app, await TokenAsync(app, """{"user":"ann","expiresInSeconds":60}"""))).MustBe(200);
    }

    [Fact]
    public async Task The_clock_and_the_key_outlive_a_restart()
    {
        var settings = new FakeSettings();
        string hour, year;
        await using (var app = await TestApp.StartAsync(development: true, settings))
        {
            hour = await TokenAsync(app, """{"user":"ann","expiresInSeconds":3600}""");
            year = await TokenAsync(app, """{"user":"ann","expiresInSeconds":31536000}""");
            (await PostAsync(app, "/v1/dev/clock", """{"advanceSeconds":3600}""")).MustBe(204);
            (await PostAsync(app, "/v1/dev/clock", """{"advanceSeconds":60}""")).MustBe(204);
            (await AskAsync(app, hour)).MustBe("unauthenticated", 401);
        }
        await using var again = await TestApp.StartAsync(development: true, settings);

        (await AskAsync(again, hour)).MustBe("unauthenticated", 401);
        (await AskAsync(again, year)).MustBe(200);
    }

    [Theory]
    [InlineData("/v1/dev/clock", """{"advanceSeconds":-1}""", "advanceSeconds")]
    [InlineData("/v1/dev/clock", """{"advanceSeconds":1.5}""", "advanceSeconds")]
    [InlineData("/v1/dev/clock", """{"advanceSeconds":9223372036854775807}""", "advanceSeconds")]
    [InlineData("/v1/dev/clock", """{}""", "advanceSeconds")]
    [InlineData("/v1/dev/clock", """{"advanceseconds":1}""", "advanceseconds")]
    [InlineData("/v1/dev/token", """{}""", "user")]
    [InlineData("/v1/dev/token", """{"user":"ann","service":"yes"}""", "service")]
    [InlineData("/v1/dev/token", """{"user":"ann","expiresInSeconds":"1"}""", "expiresInSeconds")]
    [InlineData("/v1/dev/token?x=1", """{"user":"ann"}""", "x")]
    public async Task A_malformed_call_is_refused(string path, string json, string field)
    {
        await using var app = await TestApp.StartAsync(development: true);

        (await PostAsync(app, path, json)).MustBe("invalid-request", 400, field);
    }

    [Fact]
    public async Task The_clock_is_at_most_100_years_ahead_all_in_all()
    {
        await using var app = await TestApp.StartAsync(development: true);

        (await PostAsync(app, "/v1/dev/clock", """{"advanceSeconds":3155760000}""")).MustBe(204);
        (await PostAsync(app, "/v1/dev/clock", """{"advanceSeconds":1}""")).MustBe("invalid-request", 400, "advanceSeconds");
        (await PostAsync(app, "/v1/dev/clock", """{"advanceSeconds":0}""")).MustBe(204);
    }

    [Fact]
    public async Task A_bad_id_is_named()
    {
        await using var app = await TestApp.StartAsync(development: true);

        (await PostAsync(app, "/v1/dev/token", """{"user":"a b"}""")).MustBe("invalid-id", 400, "user");
        (await PostAsync(app, "/v1/dev/token", """{"user":"ann","device":".."}""")).MustBe("invalid-id", 400, "device");
    }

    [Fact]
    public async Task In_production_its_key_is_not_believed()
    {
        var settings = new FakeSettings();
        string token;
        await using (var app = await TestApp.StartAsync(development: true, settings))
            token = await TokenAsync(app, """{"user":"ann"}""");
        await using var production = await TestApp.StartAsync(development: false, settings);

        (await AskAsync(production, token)).MustBe("unauthenticated", 401);
    }

    private static async Task<string> TokenAsync(TestApp app, string json)
    {
        var reply = (await PostAsync(app, "/v1/dev/token", json)).MustBe(200).Json;
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", reply.GetProperty("expiresAt").GetString());
        return reply.GetProperty("token").GetString()!;
    }

    private static async Task<Response> PostAsync(TestApp app, string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        return await app.SendAsync(request);
    }

    private static async Task<Response> AskAsync(TestApp app, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/conversations/c");
        request.Headers.Authorization = new("Bearer", token);
        return await app.SendAsync(request);
    }
}
