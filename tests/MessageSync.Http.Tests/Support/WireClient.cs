using System.Net;
using System.Text;

namespace MessageSync.Http.Tests;

/// <summary>Calls whatever serves the wire, with good tokens.</summary>
internal abstract class WireClient(HttpClient client) : IAsyncDisposable
{
    public HttpClient Client { get; } = client;

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => new(IPAddress.Loopback, Client.BaseAddress!.Port);

    /// <summary>A request with a good token.</summary>
    public async Task<Response> SendAsync(
        string method, string path, string? json = null, string user = "ann", string? device = "phone",
        bool isService = false, string? actAs = null)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        var expires = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
        request.Headers.Authorization = new("Bearer", Tokens.For(user, device, isService, expires));
        if (actAs is not null) request.Headers.TryAddWithoutValidation("MessageSync-Act-As", actAs);
        return await SendAsync(request);
    }

    public async Task<Response> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        return await Response.OfAsync(response);
    }

    public virtual ValueTask DisposeAsync()
    {
        Client.Dispose();
        return ValueTask.CompletedTask;
    }
}
