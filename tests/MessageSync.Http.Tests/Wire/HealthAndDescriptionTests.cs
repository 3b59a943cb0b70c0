namespace MessageSync.Http.Tests;

public sealed class HealthAndDescriptionTests
{
    [Fact]
    public async Task Health_needs_no_token_and_asks_the_store()
    {
        await using var app = await TestApp.StartAsync();

        (await GetAsync(app, "/healthz/live")).MustBe(200);
        (await GetAsync(app, "/healthz/ready")).MustBe(200);
        app.Settings.IsUnavailable = true;
        (await GetAsync(app, "/healthz/live")).MustBe(200);
        (await GetAsync(app, "/healthz/ready")).MustBe("store-unavailable", 503);
    }

    [Fact]
    public async Task The_description_knows_every_operation_by_an_id_and_how_to_sign_in()
    {
        await using var app = await TestApp.StartAsync();

        var document = (await GetAsync(app, "/openapi/v1.json")).MustBe(200).Json;

        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()).Select(method => method.Value).ToList();
        var ids = operations.ConvertAll(operation => operation.GetProperty("operationId").GetString()!);
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("sendMessage", ids);
        Assert.DoesNotContain("developmentToken", ids);
        Assert.True(document.GetProperty("components").GetProperty("securitySchemes").TryGetProperty("bearer", out _));
        Assert.All(operations, operation => Assert.NotEmpty(operation.GetProperty("summary").GetString()!));
    }

    [Fact]
    public async Task Every_reference_of_the_description_leads_somewhere()
    {
        await using var app = await TestApp.StartAsync(development: true);

        var response = await GetAsync(app, "/openapi/v1.json");

        var schemas = response.Json.GetProperty("components").GetProperty("schemas");
        foreach (var part in response.Text.Split("#/components/schemas/").Skip(1))
            Assert.True(schemas.TryGetProperty(part[..part.IndexOf('"', StringComparison.Ordinal)], out _), part[..40]);
    }

    private static async Task<Response> GetAsync(TestApp app, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await app.SendAsync(request);
    }
}
