using System.Net.Http.Headers;
using System.Text.Json;

namespace MessageSync.Http.Tests;

/// <summary>An answer, read whole.</summary>
internal sealed record Response(
    int Status, string Text, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The end of a problem's <c>type</c>.</summary>
    public string Slug => Json.GetProperty("type").GetString()!.Split('/')[^1];

    public string? Field => Json.TryGetProperty("field", out var name) ? name.GetString() : null;

    public static async Task<Response> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers,
        response.Content.Headers);

    /// <summary>Asserts that this is that problem, complete and with nothing that does not belong.</summary>
    public Response MustBe(string slug, int status, string? field = null)
    {
        Assert.True(Status == status, $"{status} {slug} expected, not {Status} {Text}");
        Assert.Equal("application/problem+json", ContentHeaders.ContentType?.MediaType);
        Assert.Equal(slug, Slug);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("title").GetString()!);
        Assert.NotEmpty(Json.GetProperty("detail").GetString()!);
        Assert.False(Json.TryGetProperty("traceId", out _));
        if (field is not null) Assert.Equal(field, Field);
        return this;
    }

    public Response MustBe(int status)
    {
        Assert.True(Status == status, $"{status} expected, not {Status} {Text}");
        return this;
    }
}
