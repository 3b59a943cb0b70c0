using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace MessageSync.Figures.Processes;

/// <summary>A backend that calls a silo in development mode for its users.</summary>
internal sealed class Backend : IDisposable
{
    private readonly HttpClient _http;

    private Backend(Uri address) => _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>Where the silo listens.</summary>
    public Uri Address => _http.BaseAddress!;

    public string Token { get; private set; } = "";

    /// <summary>Sends that were refused.</summary>
    public int Refused => _refused;

    private int _refused;

    public static async Task<Backend> SignInAsync(string address)
    {
        var backend = new Backend(new(address));
        using var reply = await backend._http.PostAsJsonAsync("/v1/dev/token", new { user = "backend", service = true });
        backend.Token = (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        backend._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", backend.Token);
        return backend;
    }

    public static string User(int no) => string.Create(CultureInfo.InvariantCulture, $"user-{no}");

    /// <summary>The direct conversation of two users.</summary>
    public async Task<string> DirectAsync(int one, int other)
    {
        using var reply = await CallAsync("/v1/conversations", new { kind = "direct", with = User(other) }, User(one));
        return (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>A group of the first so many users.</summary>
    public async Task GroupAsync(string id, int members)
    {
        const int PerCall = 1000;
        var users = Enumerable.Range(0, members).Select(User).Chunk(PerCall).ToList();
        (await CallAsync("/v1/conversations", new { kind = "group", id, members = users[0] }, null)).Dispose();
        foreach (var more in users.Skip(1))
            (await CallAsync($"/v1/conversations/{id}/members", new { add = more }, null)).Dispose();
    }

    /// <summary>Sends; a refusal is counted.</summary>
    public async Task SendAsync(int sender, string conversation, string body)
    {
        using var request = Request($"/v1/conversations/{conversation}/messages", new { sendKey = Guid.NewGuid(), body }, User(sender));
        using var reply = await _http.SendAsync(request);
        if (!reply.IsSuccessStatusCode) Interlocked.Increment(ref _refused);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> CallAsync<T>(string path, T body, string? actAs)
    {
        using var request = Request(path, body, actAs);
        var reply = await _http.SendAsync(request);
        return reply.IsSuccessStatusCode
            ? reply
            : throw new InvalidOperationException($"{path}: {await reply.Content.ReadAsStringAsync()}");
    }

    private static HttpRequestMessage Request<T>(string path, T body, string? actAs)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (actAs is not null) request.Headers.Add("MessageSync-Act-As", actAs);
        return request;
    }
}
