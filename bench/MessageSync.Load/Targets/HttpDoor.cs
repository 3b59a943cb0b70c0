using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MessageSync.Load.Targets;

/// <summary>Single HTTP calls: what comes back is a value, a refusal, or thrown by kind.</summary>
internal sealed class HttpDoor : IDisposable
{
    // Above the longest wait of a sync.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan RetryDefault = TimeSpan.FromSeconds(1);
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly HttpClient _http;

    /// <summary>A door to the silo at an address, with as many connections as calls.</summary>
    public HttpDoor(Uri address) => _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionIdleTimeout = Patience,
    })
    {
        BaseAddress = address,
        Timeout = Patience,
    };

    /// <summary>Sent with every call; null before signing in.</summary>
    public string? Token { get; set; }

    /// <summary>One call.</summary>
    /// <param name="method">GET, POST …</param>
    /// <param name="path">With its query.</param>
    /// <param name="actAs">On whose behalf, <c>user</c> or <c>user/device</c>; null for the backend itself.</param>
    /// <param name="json">The body; null for none.</param>
    /// <param name="shape">What is read of a good answer; null when there is nothing to read.</param>
    /// <param name="ct">Gives up: the connection is closed.</param>
    /// <exception cref="TargetException">No answer, or one that is neither good nor a refusal.</exception>
    public async Task<Reply<T>> CallAsync<T>(
        HttpMethod method, string path, string? actAs, byte[]? json, JsonTypeInfo<T>? shape, CancellationToken ct)
        where T : class
    {
        using var request = Request(method, path, actAs);
        if (json is not null)
        {
            request.Content = new ByteArrayContent(json);
            request.Content.Headers.ContentType = JsonType;
        }

        try
        {
            using var response = await _http.SendAsync(request, ct);
            var bytes = await response.Content.ReadAsByteArrayAsync(ct);
            if (!response.IsSuccessStatusCode) return Refusal(response, bytes);
            if (shape is null) return default;

            return JsonSerializer.Deserialize(bytes, shape)
                ?? throw new TargetException("bad-reply", "The silo answered with null.");
        }
        catch (Exception failure) when (Known(failure, ct) is not null)
        {
            throw Known(failure, ct)!;
        }
    }

    /// <summary>Opens an answer that goes on.</summary>
    /// <param name="path">With its query.</param>
    /// <param name="actAs">On whose behalf, <c>user/device</c>.</param>
    /// <param name="lastEventId">Where the reader is; null for the beginning.</param>
    /// <param name="ct">Gives up opening.</param>
    /// <exception cref="TargetException">No answer, or one that is neither good nor a refusal.</exception>
    public async Task<Reply<HttpResponseMessage>> OpenAsync(
        string path, string actAs, string? lastEventId, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Get, path, actAs);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.IsSuccessStatusCode) return response;

            using var _ = response;
            return Refusal(response, await response.Content.ReadAsByteArrayAsync(ct));
        }
        catch (Exception failure) when (Known(failure, ct) is not null)
        {
            throw Known(failure, ct)!;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string path, string? actAs)
    {
        var request = new HttpRequestMessage(method, path);
        if (Token is not null) request.Headers.Authorization = new("Bearer", Token);
        if (actAs is not null) request.Headers.TryAddWithoutValidation("MessageSync-Act-As", actAs);
        return request;
    }

    /// <returns>What it is counted as; null for what is the driver's own.</returns>
    private static TargetException? Known(Exception failure, CancellationToken ct) => failure switch
    {
        OperationCanceledException when !ct.IsCancellationRequested => new(
            "timeout", $"The silo did not answer within {Patience.TotalSeconds} s.", failure),
        HttpRequestException => new("connection", $"The silo cannot be reached: {failure.Message}", failure),
        JsonException => new("bad-reply", "What answered is no MessageSync silo.", failure),
        _ => null,
    };

    private static Refused Refusal(HttpResponseMessage response, byte[] bytes)
    {
        var (slug, detail) = Problem(response, bytes);
        if (slug is not ("overloaded" or "rate-limited"))
            throw new TargetException(slug, $"The silo answered {(int)response.StatusCode} {slug}. {detail}".TrimEnd());

        return new(slug, response.Headers.RetryAfter?.Delta ?? RetryDefault);
    }

    private static (string Slug, string? Detail) Problem(HttpResponseMessage response, byte[] bytes)
    {
        var status = $"status-{(int)response.StatusCode}";
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return (status, null);

        var problem = JsonSerializer.Deserialize(bytes, WireContext.Default.ProblemShape);
        return (problem?.Type?.Split('/')[^1] ?? status, problem?.Detail);
    }
}
