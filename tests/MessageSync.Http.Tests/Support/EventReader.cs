using System.Net.Http.Headers;
using System.Text.Json;

namespace MessageSync.Http.Tests;

/// <summary>One event of a stream.</summary>
internal sealed record SentEvent(string Name, string? Id, string Data)
{
    public JsonElement Json => JsonElement.Parse(Data);

    public string? Text(string member) => Json.GetProperty(member).GetString();
}

/// <summary>An open stream of a user, read as the standard for Server-Sent Events says.</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage _response;
    private readonly System.IO.StreamReader _lines;

    private EventReader(HttpResponseMessage response, Stream body) => (_response, _lines) = (response, new(body));

    /// <summary>Comments seen so far.</summary>
    public int Comments { get; private set; }

    public HttpResponseMessage Response => _response;

    public static async Task<EventReader> OpenAsync(
        TestApp app, string user, string device = "phone", string query = "", string? lastEventId = null,
        DateTimeOffset? expires = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/inbox/stream" + query);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer", Tokens.For(user, device, false, expires ?? new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {(response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync())}");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null at the end.</summary>
    public async Task<SentEvent?> NextAsync()
    {
        var (name, id, data) = ("message", (string?)null, (string?)null);
        // For all of it: comments come for ever.
        using var patience = new CancellationTokenSource(s_patience);
        while (await _lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0)
            {
                if (data is not null) return new(name, id, data);
                continue;
            }
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = line[(colon + 1)..].TrimStart(' ');
            switch (line[..colon])
            {
                case "": Comments++; break;
                case "event": name = value; break;
                case "id": id = value; break;
                case "data": data = data is null ? value : data + "\n" + value; break;
            }
        }
        return null;
    }

    /// <summary>So many events.</summary>
    public async Task<IReadOnlyList<SentEvent>> TakeAsync(int count)
    {
        var events = new List<SentEvent>();
        while (events.Count < count)
            events.Add(await NextAsync() ?? throw new EndOfStreamException($"Ended after {events.Count} of {count}."));
        return events;
    }

    /// <summary>Everything up to an event of that name, with it.</summary>
    public async Task<IReadOnlyList<SentEvent>> UntilAsync(string name)
    {
        var events = new List<SentEvent>();
        do events.Add(await NextAsync() ?? throw new EndOfStreamException($"Ended before {name}."));
        while (events[^1].Name != name);
        return events;
    }

    /// <summary>Everything up to the end.</summary>
    public async Task<IReadOnlyList<SentEvent>> RestAsync()
    {
        var events = new List<SentEvent>();
        while (await NextAsync() is { } one) events.Add(one);
        return events;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
