using System.Text.Json;

namespace MessageSync.Http.Tests;

/// <summary>What the suites of the whole server ask of it.</summary>
internal abstract class SiloCalls(TestApp app) : IAsyncDisposable
{
    public TestApp App { get; } = app;

    /// <summary>A call by a user on their phone.</summary>
    public Task<Response> AsAsync(string user, string method, string path, string? json = null) =>
        App.SendAsync(method, "/v1" + path, json, user);

    /// <summary>A call by a backend, for itself or for somebody.</summary>
    public Task<Response> AsServiceAsync(string method, string path, string? json = null, string? actAs = null) =>
        App.SendAsync(method, "/v1" + path, json, user: "shop", device: null, isService: true, actAs);

    /// <summary>A group of ann, who owns it, and others.</summary>
    public async Task GroupAsync(string id, params string[] others) => (await AsAsync("ann", "POST", "/conversations",
        JsonSerializer.Serialize(new { kind = "group", id, members = others }))).MustBe(201);

    public async Task<long> SendAsync(string user, string conversation, string body) =>
        (await AsAsync(user, "POST", $"/conversations/{conversation}/messages",
            JsonSerializer.Serialize(new { sendKey = Guid.NewGuid(), body }))).MustBe(201).Json.GetProperty("seq").GetInt64();

    /// <summary>Syncs from the beginning, waiting for more, until there are so many entries.</summary>
    public async Task<IReadOnlyList<JsonElement>> EntriesAsync(string user, int count)
    {
        var entries = new List<JsonElement>();
        var cursor = "";
        while (entries.Count < count)
        {
            var reply = (await AsAsync(user, "GET", "/inbox?wait=20000" + cursor)).MustBe(200).Json;
            entries.AddRange(reply.GetProperty("entries").EnumerateArray());
            cursor = "&cursor=" + reply.GetProperty("cursor").GetString();
        }
        return entries;
    }

    public virtual ValueTask DisposeAsync() => App.DisposeAsync();
}
