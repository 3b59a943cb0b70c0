using System.Text.Json;

namespace MessageSync.Silo.Tests.Processes;

public sealed class RestoreTests
{
    private static readonly string[] s_bob = ["bob"];

    [Fact, Trait("Trap", "T13")]
    public async Task After_an_older_copy_was_put_back_and_marked_every_device_begins_anew()
    {
        using var data = new DataFolder();
        using var backup = new DataFolder();
        string cursorOfBackup, cursorAfterIt;
        await using (var silo = await SiloProcess.ServeAsync(data.Path))
        {
            await silo.CallAsync(HttpMethod.Post, "/v1/conversations", new { kind = "group", id = "tea", members = s_bob });
            await SendAsync(silo, "one");
            cursorOfBackup = await SyncedAsync(silo, "one");
            silo.Terminate();
            Assert.Equal(0, await silo.ExitAsync());
        }
        Copy(data, backup);
        await using (var silo = await SiloProcess.ServeAsync(data.Path))
        {
            await SendAsync(silo, "lost");
            cursorAfterIt = await SyncedAsync(silo, "lost");
            await silo.KillAsync();
        }
        foreach (var file in Directory.GetFiles(data.Path)) File.Delete(file);
        Copy(backup, data);

        var (code, said, errors) = await SiloProcess.RunAsync(["restore-mark", "--data", data.Path]);

        Assert.True(code == 0, errors);
        Assert.Contains("new epoch", said, StringComparison.Ordinal);
        await using var again = await SiloProcess.ServeAsync(data.Path);
        // The place of what was lost is given to something else: an old cursor would skip it.
        await SendAsync(again, "two");
        foreach (var cursor in new[] { cursorOfBackup, cursorAfterIt })
        {
            var reply = await again.CallAsync(HttpMethod.Get, $"/v1/inbox?cursor={cursor}", user: "bob");
            Assert.Equal("epoch", reply.GetProperty("reset").GetProperty("reason").GetString());
        }
        Assert.Equal(["one", "two"], await again.KeysAsync("tea"));
    }

    [Fact]
    public async Task Where_there_is_no_store_nothing_is_marked_and_none_is_made()
    {
        using var data = new DataFolder();

        var (code, _, errors) = await SiloProcess.RunAsync(["restore-mark", "--data", data.Path]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, data.Path);
        Assert.Empty(Directory.GetFiles(data.Path));
    }

    [Fact]
    public async Task While_the_server_runs_nothing_is_marked()
    {
        using var data = new DataFolder();
        await using var silo = await SiloProcess.ServeAsync(data.Path);

        var (code, _, errors) = await SiloProcess.RunAsync(["restore-mark", "--data", data.Path]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, data.Path);
    }

    private static Task SendAsync(SiloProcess silo, string key) => silo.CallAsync(
        HttpMethod.Post, "/v1/conversations/tea/messages", new { sendKey = key, body = key });

    /// <summary>Where bob's device is when it has a message.</summary>
    private static async Task<string> SyncedAsync(SiloProcess silo, string key)
    {
        for (var cursor = ""; ;)
        {
            var reply = await silo.CallAsync(HttpMethod.Get, $"/v1/inbox?wait=30000{cursor}", user: "bob");
            var last = reply.GetProperty("cursor").GetString()!;
            if (reply.GetProperty("entries").EnumerateArray().Any(entry => KeyOf(entry) == key)) return last;
            cursor = "&cursor=" + last;
        }
    }

    private static string? KeyOf(JsonElement entry) =>
        entry.TryGetProperty("message", out var message) ? message.GetProperty("sendKey").GetString() : null;

    private static void Copy(DataFolder from, DataFolder to)
    {
        foreach (var file in Directory.GetFiles(from.Path)) File.Copy(file, to.File(Path.GetFileName(file)));
    }
}
