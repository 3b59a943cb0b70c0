using System.Net.Http.Json;
using System.Text.Json;
using MessageSync.TestDisk;

namespace MessageSync.Silo.Tests.Processes;

public sealed class FullDiskTests
{
    [SmallDiskFact]
    public async Task A_full_disk_is_told_in_plain_words_and_is_over_when_there_is_room()
    {
        using var disk = new SmallDisk(megabytes: 8, ballast: 4);
        var acknowledged = new List<string>();
        string log;
        await using (var silo = await SiloProcess.ServeAsync(disk.Data, "--MessageSync:WriteTimeout=00:00:05"))
        {
            await silo.CallAsync(HttpMethod.Post, "/v1/conversations", new { kind = "group", id = "tea" });
            var client = new Sending(silo, await silo.TokenAsync("ann"));
            for (var i = 0; await client.IsSentAsync($"{i}"); i++) acknowledged.Add($"{i}");
            var refused = $"{acknowledged.Count}";
            Assert.Equal(acknowledged, await silo.KeysAsync("tea"));
            Assert.False(await client.IsSentAsync(refused));

            disk.MakeRoom();
            while (!await client.IsSentAsync(refused))
            {
                // What was refused is safe to repeat, and is taken as soon as there is room.
            }
            acknowledged.Add(refused);
            Assert.Equal(acknowledged, await silo.KeysAsync("tea"));
            await silo.KillAsync();
            log = await silo.ErrorsAsync();
        }
        await using var again = await SiloProcess.ServeAsync(disk.Data);

        Assert.Equal(acknowledged, await again.KeysAsync("tea"));
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length == 2, log);
        var file = $"{disk.Data}/messagesync.db";
        Assert.Contains($"The disk of {file} is full: make room", lines[0], StringComparison.Ordinal);
        Assert.Contains($"{file} is written to again", lines[1], StringComparison.Ordinal);
    }

    private sealed class Sending(SiloProcess silo, string token)
    {
        private static readonly string s_long = new('x', 60_000);

        /// <summary>True when it was acknowledged, false when the store was unavailable.</summary>
        public async Task<bool> IsSentAsync(string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/conversations/tea/messages");
            request.Headers.Authorization = new("Bearer", token);
            request.Content = JsonContent.Create(new { sendKey = key, body = s_long });
            using var reply = await silo.Http.SendAsync(request);
            if (reply.IsSuccessStatusCode) return true;

            var problem = await reply.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("/problems/store-unavailable", problem.GetProperty("type").GetString());
            Assert.NotNull(reply.Headers.RetryAfter);
            return false;
        }
    }
}
