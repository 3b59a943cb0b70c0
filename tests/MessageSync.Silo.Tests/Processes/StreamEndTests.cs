using System.Net.Http.Headers;

namespace MessageSync.Silo.Tests.Processes;

public sealed class StreamEndTests
{
    [Fact]
    public async Task An_orderly_stop_ends_open_streams_and_waits_at_once()
    {
        using var data = new DataFolder();
        await using var silo = await SiloProcess.ServeAsync(data.Path);
        var token = await silo.TokenAsync("ann");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/inbox/stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var stream = await silo.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = stream.Content.ReadAsStringAsync();
        var head = (await silo.CallAsync(HttpMethod.Get, "/v1/inbox?limit=0", user: "bob")).GetProperty("head").GetString();
        var wait = silo.CallAsync(HttpMethod.Get, $"/v1/inbox?wait=60000&cursor={head}", user: "bob");
        await silo.CallAsync(HttpMethod.Post, "/v1/conversations", new { kind = "group", id = "tea" });

        silo.Terminate();

        Assert.Contains("caught-up", await body, StringComparison.Ordinal);   // whole: the last chunk came
        await wait;
        Assert.Equal(0, await silo.ExitAsync());
    }
}
