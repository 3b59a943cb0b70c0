using System.Net.Http.Json;
using System.Text.Json;

namespace MessageSync.Figures.Processes;

/// <summary>A user of a silo in development mode, with a full Inbox.</summary>
internal sealed class HttpReader : IDisposable
{
    private const int Entries = 1000;

    private readonly HttpClient _http;

    private HttpReader(string address) => _http = new() { BaseAddress = new(address) };

    public static async Task<HttpReader> SignInAsync(string address)
    {
        var reader = new HttpReader(address);
        var token = await reader.PostAsync("/v1/dev/token", new { user = "drain", device = "phone" });
        reader._http.DefaultRequestHeaders.Authorization = new("Bearer", token.GetProperty("token").GetString());
        return reader;
    }

    /// <summary>Notes to oneself, until the Inbox has no room for more.</summary>
    public async Task FillInboxAsync()
    {
        var created = await PostAsync("/v1/conversations", new { kind = "direct", with = "drain" });
        var messages = $"/v1/conversations/{created.GetProperty("id").GetString()}/messages";
        await Parallelism.RunAsync(
            Entries, 64, i => PostAsync(messages, new { sendKey = $"drain-{i}", body = new string('x', 200) }));
        // One entry before them says that the conversation began: with the last message, the Inbox has more than room.
        while (!await IsFullAsync()) await Task.Yield();
    }

    /// <summary>Reads all of it from the beginning, as a device without a position.</summary>
    public async Task DrainAsync(int limit)
    {
        var (seen, more, cursor) = (0, true, "");
        while (more)
        {
            using var page = JsonDocument.Parse(await _http.GetByteArrayAsync($"/v1/inbox?limit={limit}{cursor}"));
            seen += page.RootElement.GetProperty("entries").GetArrayLength();
            cursor = "&cursor=" + page.RootElement.GetProperty("cursor").GetString();
            more = page.RootElement.GetProperty("more").GetBoolean();
        }
        if (seen != Entries) throw new InvalidOperationException($"{seen} of {Entries} entries.");
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> IsFullAsync()
    {
        var page = await _http.GetFromJsonAsync<JsonElement>($"/v1/inbox?limit={Entries}");
        var first = page.GetProperty("entries")[0].GetProperty("kind").GetString();
        return page.GetProperty("entries").GetArrayLength() == Entries && first == "message";
    }

    private async Task<JsonElement> PostAsync<T>(string path, T body)
    {
        using var response = await _http.PostAsJsonAsync(path, body);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
