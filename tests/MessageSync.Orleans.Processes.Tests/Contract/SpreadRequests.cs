using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace MessageSync.Http.Tests;

/// <summary>
/// Sends every request to another silo than the one before. Waits and streams go by user, because each front end counts its
/// own; a moved clock is that of all silos.
/// </summary>
internal sealed class SpreadRequests(IReadOnlyList<Uri> silos) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _turn;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        if (path == "/v1/dev/clock")
        {
            foreach (var other in silos.Skip(1))
            {
                var same = new HttpRequestMessage(request.Method, new Uri(other, path)) { Content = request.Content };
                same.Headers.Authorization = request.Headers.Authorization;
                (await base.SendAsync(same, cancellationToken)).EnsureSuccessStatusCode();
            }
        }
        request.RequestUri = new(silos[Of(request, path)], path);
        return await base.SendAsync(request, cancellationToken);
    }

    private int Of(HttpRequestMessage request, string path)
    {
        if (path == "/v1/dev/clock") return 0;
        var isHeld = request.Method == HttpMethod.Get && path.StartsWith("/v1/inbox", StringComparison.Ordinal);
        var turn = isHeld ? UserOf(request)[0] : unchecked((uint)Interlocked.Increment(ref _turn));
        return (int)(turn % silos.Count);
    }

    private static string UserOf(HttpRequestMessage request)
    {
        var claims = Base64UrlEncoder.Decode(request.Headers.Authorization!.Parameter!.Split('.')[1]);
        return JsonElement.Parse(claims).GetProperty("sub").GetString()!;
    }
}
