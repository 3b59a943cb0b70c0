using System.Globalization;
using System.Text.Json;

namespace MessageSync.Http;

/// <summary>Writes a problem as the response.</summary>
internal sealed class ProblemResult(Problem problem) : IResult
{
    public const string ContentType = "application/problem+json";

    public Problem Problem => problem;

    public static ProblemResult Of(Refusal refusal) => new(RefusalProblems.Of(refusal));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        response.ContentType = ContentType;
        if (problem.Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (problem.RetryAfter is { } after) response.Headers.RetryAfter = WholeSeconds(after);
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;

        await using (var json = new Utf8JsonWriter(response.BodyWriter, Json.WriterOptions)) Write(json);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private static string WholeSeconds(TimeSpan after) =>
        Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "/problems/" + problem.Slug);
        json.WriteString("title", problem.Title);
        json.WriteNumber("status", problem.Status);
        json.WriteString("detail", problem.Detail);
        foreach (var (name, value) in problem.Facts)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value, value.GetType(), Json.Options);
        }
        json.WriteEndObject();
    }
}
