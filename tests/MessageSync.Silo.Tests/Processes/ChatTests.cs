namespace MessageSync.Silo.Tests.Processes;

/// <summary>The two terminals of the README, as processes.</summary>
public sealed class ChatTests : IAsyncLifetime, IDisposable
{
    private readonly DataFolder _data = new();
    private readonly DataFolder _folder = new();
    private SiloProcess _silo = null!;

    public async Task InitializeAsync() => _silo = await SiloProcess.ServeAsync(_data.Path);

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Two_terminals_chat_and_one_that_was_killed_comes_back_to_what_it_missed()
    {
        await using var ann = await OpenAsync("ann", "bob");
        await using (var bob = await OpenAsync("bob", "ann"))
        {
            await ann.TypeAsync("Tea at four?");
            await bob.UntilAsync("1 ann: Tea at four?");
            await ann.UntilAsync("(bob has read up to 1)");
            await bob.TypeAsync("Yes, at yours");
            await ann.UntilAsync("2 bob: Yes, at yours");
            await bob.KillAsync();
        }
        await ann.TypeAsync("Bring biscuits");
        await ann.TypeAsync("No, cake");
        await ann.UntilAsync("4 ann: No, cake");
        await ann.TypeAsync("/recall 3");
        await ann.UntilAsync("3 ann: (recalled)");

        await using var back = await OpenAsync("bob", "ann");
        await back.UntilAsync(
            "1 ann: Tea at four?", "2 bob: Yes, at yours", "3 ann: (recalled)", "4 ann: No, cake");
        await ann.UntilAsync("(bob has read up to 4)");
        await back.TypeAsync("Lemon cake");
        await ann.UntilAsync("5 bob: Lemon cake");
        await back.TypeAsync("/recall 5");
        await ann.UntilAsync("5 bob: (recalled)");

        Assert.DoesNotContain("3 ann: Bring biscuits", back.Shown);
        await back.TypeAsync("/quit");
        Assert.Equal((0, ""), await back.ExitAsync());
    }

    [Fact]
    public async Task What_is_written_offline_goes_out_when_the_terminal_is_online_again()
    {
        await using var ann = await OpenAsync("ann", "bob");
        await using var bob = await OpenAsync("bob", "ann");

        await bob.TypeAsync("/offline");
        await bob.UntilAsync("(Stopped)");
        await bob.TypeAsync("I may be late");
        await ann.TypeAsync("Is lemon fine?");
        await ann.UntilAsync("1 ann: Is lemon fine?");
        await bob.TypeAsync("/online");

        await ann.UntilAsync("2 bob: I may be late");
        await bob.UntilAsync("1 ann: Is lemon fine?", "2 bob: I may be late");
    }

    [Fact]
    public async Task A_new_phone_shows_the_newest_page_and_older_ones_as_its_user_scrolls_up()
    {
        await using var ann = await OpenAsync("ann", "bob");
        for (var i = 1; i <= 12; i++) await ann.TypeAsync($"line {i}");
        await ann.UntilAsync("12 ann: line 12");
        using var phone = new DataFolder();
        await using var bob = await ChatTerminal.OpenAsync(phone.Path, _silo, "bob", "ann");

        await bob.UntilAsync([.. Lines(8, 12)]);
        Assert.Empty(bob.Shown.Intersect(Lines(1, 7)));
        await bob.TypeAsync("/up");
        await bob.UntilAsync([.. Lines(3, 7)]);
        Assert.Empty(bob.Shown.Intersect(Lines(1, 2)));
        await bob.TypeAsync("/up");

        await bob.UntilAsync([.. Lines(1, 2)]);
    }

    [Fact]
    public async Task Who_types_is_told_to_the_other_and_not_to_oneself()
    {
        await using var ann = await OpenAsync("ann", "bob");
        await using var bob = await OpenAsync("bob", "ann");

        await ann.TypeAsync("/typing");
        await bob.UntilAsync("(ann is typing)");
        await bob.TypeAsync("/typing");
        await ann.UntilAsync("(bob is typing)");

        Assert.DoesNotContain("(ann is typing)", ann.Shown);
    }

    [Fact]
    public async Task The_README_counts_the_lines_of_the_chat_truly_and_they_are_less_than_100()
    {
        var lines = (await File.ReadAllLinesAsync(Path.Combine(Samples.Sources("Chat.Console"), "Program.cs"))).Length;
        var readme = await File.ReadAllTextAsync(Path.Combine(Samples.Repository, "README.md"));

        Assert.InRange(lines, 1, 99);
        Assert.Contains($"is a chat of {lines} lines", readme, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(i => $"{i} ann: line {i}");

    private Task<ChatTerminal> OpenAsync(string me, string other) =>
        ChatTerminal.OpenAsync(_folder.Path, _silo, me, other);
}
