using System.Net;
using System.Text;

namespace MessageSync.Client.Http.Tests;

/// <summary>Something between client and server that may answer itself; every request on a connection of its own where
/// that is asked for.</summary>
internal sealed class Interceptor(bool keepsConnections = true) : DelegatingHandler(new SocketsHttpHandler
{
    PooledConnectionLifetime = keepsConnections ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
})
{
    /// <summary>Null: the server answers.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Answer { get; set; } = _ => null;

    /// <summary>Told of each request that was answered.</summary>
    public Action<HttpRequestMessage> Answered { get; set; } = _ => { };

    /// <summary>True for the request that opens a stream.</summary>
    public static bool IsStream(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.EndsWith("/inbox/stream", StringComparison.Ordinal);

    /// <summary>True for an ack that is a request of its own.</summary>
    public static bool IsAck(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.EndsWith("/inbox/ack", StringComparison.Ordinal);

    public static HttpResponseMessage Of(HttpStatusCode status, string body = "", string mediaType = "text/html") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };

    public static HttpResponseMessage Problem(HttpStatusCode status, string slug, TimeSpan? retryAfter = null)
    {
        var response = Of(
            status, $$"""{"type":"/problems/{{slug}}","title":"t","status":{{(int)status}},"detail":"d","shiny":1}""",
            "application/problem+json");
        if (retryAfter is { } after) response.Headers.RetryAfter = new(after);
        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = Answer(request) ?? await base.SendAsync(request, cancellationToken);
        Answered(request);
        return answer;
    }
}

/// <summary>A body that never comes: what a reader sees of a stream that something in between gathers.</summary>
internal sealed class HeldBody() : StreamContent(new HeldStream())
{
    private sealed class HeldStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            return 0;
        }
    }
}
