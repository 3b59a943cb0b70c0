namespace MessageSync.Silo.Tests.Processes;

public sealed class RefusedStartTests
{
    [Fact]
    public async Task Production_without_a_key_says_what_to_set()
    {
        using var data = new DataFolder();

        var (code, _, errors) = await SiloProcess.RunAsync(
            ["--data", data.Path, "--urls", "http://127.0.0.1:0", "--environment", "Production"]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, "MessageSync:Auth:Keys");
    }

    [Fact]
    public async Task A_corrupt_file_is_named()
    {
        using var data = new DataFolder();
        await File.WriteAllTextAsync(data.File("messagesync.db"), string.Concat(Enumerable.Repeat("no database at all ", 500)));

        var (code, _, errors) = await SiloProcess.RunAsync(["--data", data.Path, "--urls", "http://127.0.0.1:0"]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, data.File("messagesync.db"));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_named()
    {
        using var data = new DataFolder();
        await File.WriteAllTextAsync(data.File("file"), "");
        var below = Path.Combine(data.File("file"), "data");

        var (code, _, errors) = await SiloProcess.RunAsync(["--data", below, "--urls", "http://127.0.0.1:0"]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, below);
    }

    [Fact]
    public async Task A_bad_setting_is_named_wherever_it_comes_from()
    {
        using var data = new DataFolder();

        var (code, _, errors) = await SiloProcess.RunAsync(
            ["--data", data.Path, "--urls", "http://127.0.0.1:0"], ("MessageSync__InboxEntriesMax", "3"));

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, "InboxEntriesMax");
    }

    [Fact]
    public async Task An_unknown_option_is_named()
    {
        var (code, _, errors) = await SiloProcess.RunAsync(["--no-such-option"]);

        Assert.NotEqual(0, code);
        Refusals.AssertOneSentence(errors, "--no-such-option");
    }
}
