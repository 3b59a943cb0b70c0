using System.Diagnostics;

namespace MessageSync.Silo.Tests.Processes;

public sealed class ServingTests
{
    private static readonly string[] s_bob = ["bob"];

    [Fact]
    public async Task The_banner_tells_address_data_and_settings_and_its_lines_work_when_pasted()
    {
        using var data = new DataFolder();
        await using var silo = await SiloProcess.ServeAsync(data.Path);

        Assert.Contains(data.Path, string.Join('\n', silo.Banner), StringComparison.Ordinal);
        Assert.Contains("appsettings.json", string.Join('\n', silo.Banner), StringComparison.Ordinal);
        var pasted = silo.Banner.Where(line => line.Contains("curl", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, pasted.Count);
        var said = await ShellAsync(string.Join('\n', pasted));
        Assert.Contains("\"seq\":1", said, StringComparison.Ordinal);
        Assert.Contains("\"body\":\"Hello\"", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_kill_and_reaches_every_Inbox()
    {
        using var data = new DataFolder();
        await using (var silo = await SiloProcess.ServeAsync(data.Path))
        {
            await silo.CallAsync(HttpMethod.Post, "/v1/conversations", new { kind = "group", id = "tea", members = s_bob });
            await silo.CallAsync(HttpMethod.Post, "/v1/conversations/tea/messages", new { sendKey = "1", body = "hi" });
            await silo.KillAsync();
        }

        await using var again = await SiloProcess.ServeAsync(data.Path);
        var page = await again.CallAsync(HttpMethod.Get, "/v1/conversations/tea/messages");
        var bodies = new List<string?>();
        for (var cursor = ""; !bodies.Contains("hi");)
        {
            var sync = await again.CallAsync(HttpMethod.Get, $"/v1/inbox?wait=30000{cursor}", user: "bob");
            bodies.AddRange(sync.GetProperty("entries").EnumerateArray()
                .Where(entry => entry.GetProperty("kind").GetString() == "message")
                .Select(entry => entry.GetProperty("message").GetProperty("body").GetString()));
            cursor = "&cursor=" + sync.GetProperty("cursor").GetString();
        }

        Assert.Equal("hi", Assert.Single(page.GetProperty("messages").EnumerateArray()).GetProperty("body").GetString());
        Assert.Equal(["hi"], bodies);
    }

    [Fact]
    public async Task Told_to_stop_it_answers_what_is_in_flight_and_exits_with_0()
    {
        using var data = new DataFolder();
        await using var silo = await SiloProcess.ServeAsync(data.Path);
        var first = await silo.CallAsync(HttpMethod.Get, "/v1/inbox?limit=0");
        var waiting = silo.CallAsync(HttpMethod.Get, $"/v1/inbox?wait=60000&cursor={first.GetProperty("cursor").GetString()}");
        // One round trip later the wait is in the server.
        await silo.CallAsync(HttpMethod.Get, "/v1/devices");

        silo.Terminate();

        Assert.Empty((await waiting).GetProperty("entries").EnumerateArray());
        Assert.Equal(0, await silo.ExitAsync());
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_refused()
    {
        using var data = new DataFolder();
        await using var silo = await SiloProcess.ServeAsync(data.Path);

        var (code, _, errors) = await SiloProcess.RunAsync(["--data", data.Path, "--urls", "http://127.0.0.1:0"]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, data.Path);
    }

    [Fact]
    public async Task A_taken_port_is_told_in_one_sentence()
    {
        using var data = new DataFolder();
        using var other = new DataFolder();
        await using var silo = await SiloProcess.ServeAsync(data.Path);

        var address = silo.Http.BaseAddress!.ToString().TrimEnd('/');
        var (code, _, errors) = await SiloProcess.RunAsync(["--data", other.Path, "--urls", address]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, address);
    }

    private static async Task<string> ShellAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var said = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return said;
    }
}
