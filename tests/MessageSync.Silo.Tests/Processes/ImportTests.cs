using System.Text.Json;

namespace MessageSync.Silo.Tests.Processes;

public sealed class ImportTests
{
    [Fact]
    public async Task A_log_is_replayed_once_however_often_it_is_imported_and_roams_from_end_to_end()
    {
        using var data = new DataFolder();
        using var logs = new DataFolder();
        await File.WriteAllLinesAsync(logs.File("2004-11-15.txt"),
            ["[23:58] <ann> hello", "=== bob [~b@host]  has joined #ubuntu", "[23:59] <bob> hi ann", "[00:01] <ann> bye"]);
        await File.WriteAllLinesAsync(logs.File("2004-11-16.txt"), ["[08:00] <cid|away> morning"]);
        string[] import = ["import", "irc", logs.Path, "--data", data.Path, "--conversation", "tea"];

        var (code, _, errors) = await SiloProcess.RunAsync(import);
        Assert.True(code == 0, errors);
        var (again, _, _) = await SiloProcess.RunAsync(import);
        Assert.Equal(0, again);

        await using var silo = await SiloProcess.ServeAsync(data.Path);
        var page = await silo.CallAsync(HttpMethod.Get, "/v1/conversations/tea/messages?after=0");
        Assert.Equal(
            [("hello", "2004-11-15T23:58:00.000Z"), ("hi ann", "2004-11-15T23:59:00.000Z"),
                ("bye", "2004-11-16T00:01:00.000Z"), ("morning", "2004-11-16T08:00:00.000Z")],
            page.GetProperty("messages").EnumerateArray().Select(message => (Text(message, "body"), Text(message, "sentAt"))));
    }

    private static string Text(JsonElement message, string name) => message.GetProperty(name).GetString()!;
}
