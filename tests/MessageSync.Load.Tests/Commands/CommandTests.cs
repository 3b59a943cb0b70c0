using MessageSync.Load.Commands;
using MessageSync.Load.Reporting;
using MessageSync.Load.Tests.Support;

namespace MessageSync.Load.Tests.Commands;

public sealed class CommandTests
{
    private static readonly string[] Short = ["--warm-up", "0s", "--duration", "300ms", "--conversations", "5"];

    [Fact]
    public async Task A_run_over_SQLite_writes_its_reports_and_leaves_no_data_behind()
    {
        using var folder = new LogFolder();
        var (json, html) = (Path.Combine(folder.Path, "report.json"), Path.Combine(folder.Path, "report.html"));

        var (code, output, errors) = await LoadProcess.RunAsync(
            ["one-to-one", .. Short, "--data", folder.Path, "--json", json, "--html", html]);

        Assert.True(code == 0, output + errors);
        Assert.Equal("", errors);
        Assert.Contains("p99.9", output, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(json);
        Assert.True(JsonReport.Read(text).Succeeded > 0);
        Assert.DoesNotContain(folder.Path, text + await File.ReadAllTextAsync(html), StringComparison.Ordinal);
        Assert.Equal(
            ["report.html", "report.json"],
            Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task An_interrupt_ends_the_run_early_and_the_report_is_still_written()
    {
        using var load = LoadProcess.Start(
            "one-to-one", "--store", "memory", "--warm-up", "0s", "--duration", "1h", "--conversations", "5");
        await load.UntilAsync(line =>
            line.Contains("p99", StringComparison.Ordinal) && !line.Contains(" 0/s", StringComparison.Ordinal));

        load.Interrupt();

        var (code, output, errors) = await load.EndAsync();
        Assert.True(code == 0, output + errors);
        Assert.Contains("Good, stopped early.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_are_an_open_loop_also_when_no_rate_is_given()
    {
        using var folder = new LogFolder();
        var json = Path.Combine(folder.Path, "report.json");

        var (code, output, errors) = await LoadProcess.RunAsync(
            ["streams", .. Short, "--store", "memory", "--json", json]);

        Assert.True(code == 0, output + errors);
        var report = JsonReport.Read(await File.ReadAllTextAsync(json));
        Assert.Equal(("open", "1000/s"), (report.Options["loop"], report.Options["rate"]));
    }

    [Fact]
    public async Task A_run_that_fails_says_so_by_its_exit_code()
    {
        await using var server = await TestServer.StartAsync(development: false);

        using var errors = new StringWriter();

        var code = await LoadCommand.RunAsync(["one-to-one", "--url", server.Address.ToString()], errors);

        Assert.Equal(1, code);
        Assert.Contains("--key", Assert.Single(Lines(errors.ToString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Choose a mix")]
    [InlineData("two-to-two", "no mix 'two-to-two'")]
    [InlineData("groups --in-flight 0", "--in-flight: give a whole number from 1")]
    [InlineData("groups --rate fast", "--rate: give a number from 0.1")]
    [InlineData("groups --members 501", "--members: give a whole number from 2 to 500")]
    [InlineData("large-group --members 500", "--members: give a whole number from 501")]
    [InlineData("groups --duration 10", "--duration: give a duration like")]
    [InlineData("groups --url nowhere", "--url: give an address")]
    [InlineData("groups --url http://127.0.0.1:1,nowhere", "--url: give an address like http://127.0.0.1:5080, not 'nowhere'")]
    [InlineData("groups --key a:b", "--key is for a silo")]
    [InlineData("groups --url http://127.0.0.1:1 --key a:none", "there is no file 'none'")]
    [InlineData("groups --url http://127.0.0.1:1 --store memory", "--store is for a run in process")]
    [InlineData("groups --store postgres", "--store: give sqlite or memory")]
    [InlineData("groups --json none/there/report.json", "--json: there is no folder")]
    [InlineData("reconnect-storm --devices 10", "--in-flight: a device comes back once at a time")]
    [InlineData("streams --members 501", "--members: give a whole number from 2 to 500")]
    [InlineData("chat-logs", "--logs")]
    [InlineData("chat-logs --logs none", "There is no file or folder none")]
    [InlineData("groups --speed 3", "--speed")]
    public async Task What_is_misused_is_named_in_one_sentence(string arguments, string sentence)
    {
        using var errors = new StringWriter();

        var code = await LoadCommand.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), errors);

        Assert.Equal(2, code);
        Assert.Contains(sentence, Assert.Single(Lines(errors.ToString())), StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
