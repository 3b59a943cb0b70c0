using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using MessageSync.Silo.Tests.Processes;
using MessageSync.TestDisk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MessageSync.Silo.Tests.Disk;

/// <summary>The whole server in this process, over HTTP, with its data on a disk that fails on command.</summary>
internal sealed class FaultySilo : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly DataFolder _data = new();
    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly HttpClient _http = new() { Timeout = s_patience };
    private WebApplication _app = null!;

    private readonly Action<MessageSyncOptions>? _configure;

    private FaultySilo(int seed, Action<MessageSyncOptions>? configure) =>
        (Disk, _configure) = (new(_data.Path, seed), configure);

    public FaultyDisk Disk { get; }

    public RecordedLog Log { get; private set; } = new();

    public IServiceProvider Services => _app.Services;

    public string File => _data.File("messagesync.db");

    /// <summary>Starts it, with a group <c>tea</c> of ann and bob.</summary>
    public static async Task<FaultySilo> StartAsync(
        int seed = 1, TimeSpan? writeTimeout = null, Action<MessageSyncOptions>? configure = null)
    {
        var silo = new FaultySilo(seed, configure);
        await silo.StartAsync(writeTimeout);
        string[] users = ["ann", "bob"];
        foreach (var user in users)
        {
            var who = new { user, device = "phone" };
            using var reply = await silo._http.PostAsJsonAsync(silo.At("/v1/dev/token"), who);
            var token = await reply.Content.ReadFromJsonAsync<JsonElement>();
            silo._tokens[user] = token.GetProperty("token").GetString()!;
        }
        // A first call may take longer than the shortest time that tests give to writes.
        const string group = """{"kind":"group","id":"tea","members":["bob"]}""";
        while ((await silo.CallAsync("ann", "/v1/conversations", group)).Status is not (200 or 201))
        {
            // Again.
        }
        return silo;
    }

    /// <summary>Stops it in order and starts it on the same data, with nothing in any cache.</summary>
    public async Task RestartAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Log = new();
        await StartAsync(null);
    }

    /// <summary>Gets, or posts where there is something to post.</summary>
    public async Task<(int Status, JsonElement Json, TimeSpan? RetryAfter)> CallAsync(
        string user, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, At(path));
        request.Headers.Authorization = new("Bearer", _tokens[user]);
        if (json is not null) request.Content = new StringContent(json, null, "application/json");
        using var reply = await _http.SendAsync(request);
        var shown = await reply.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)reply.StatusCode, shown, reply.Headers.RetryAfter?.Delta);
    }

    public Task<(int Status, JsonElement Json, TimeSpan? RetryAfter)> SendAsync(
        string key, string user = "ann", string conversation = "tea") => CallAsync(
        user, $"/v1/conversations/{conversation}/messages",
        JsonSerializer.Serialize(new { sendKey = key, body = $"body of {key}" }));

    /// <summary>Opens a stream; its answer has begun.</summary>
    public async Task<HttpResponseMessage> OpenStreamAsync(string user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, At("/v1/inbox/stream"));
        request.Headers.Authorization = new("Bearer", _tokens[user]);
        return (await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
    }

    /// <summary>The send keys of the Timeline, in its order.</summary>
    public async Task<IReadOnlyList<string>> TimelineAsync()
    {
        var keys = new List<string>();
        while (true)
        {
            var path = $"/v1/conversations/tea/messages?limit=200&after={keys.Count}";
            var (status, page, _) = await CallAsync("bob", path);
            Assert.Equal(200, status);
            keys.AddRange(page.GetProperty("messages").EnumerateArray()
                .Select(one => one.GetProperty("sendKey").GetString()!));
            if (!page.GetProperty("hasAfter").GetBoolean()) return keys;
        }
    }

    /// <summary>The send keys of bob's Inbox, as soon as there are so many.</summary>
    public async Task<IReadOnlyList<string>> InboxAsync(int count)
    {
        var (keys, cursor, empty) = (new List<string>(), "", 0);
        while (keys.Count < count)
        {
            Assert.True(empty < 2, $"The Inbox has only {string.Join(' ', keys)} of {count}.");
            var (status, page, _) = await CallAsync("bob", $"/v1/inbox?limit=1000&wait=30000{cursor}");
            Assert.Equal(200, status);
            if (page.GetProperty("entries").GetArrayLength() == 0) empty++;
            keys.AddRange(page.GetProperty("entries").EnumerateArray()
                .Where(entry => entry.GetProperty("kind").GetString() == "message")
                .Select(entry => entry.GetProperty("message").GetProperty("sendKey").GetString()!));
            cursor = "&cursor=" + page.GetProperty("cursor").GetString();
        }
        return keys;
    }

    public async ValueTask DisposeAsync()
    {
        Disk.Fault = null;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _http.Dispose();
        Disk.Dispose();
        _data.Dispose();
    }

    private string At(string path) => _app.Urls.First() + path;

    private async Task StartAsync(TimeSpan? writeTimeout)
    {
        // Whose outcome is unknown waits that long for an answer.
        writeTimeout ??= TimeSpan.FromSeconds(1);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration["Logging:LogLevel:Default"] = "Information";
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services
            .AddMessageSync(options =>
            {
                options.WriteTimeout = writeTimeout.Value;
                _configure?.Invoke(options);
            })
            .AddSqliteStore(options => options.DataFolder = _data.Path)
            .AddMessageSyncHttp();
        _app = builder.Build();
        _app.MapMessageSync();
        await _app.StartAsync();
    }
}
