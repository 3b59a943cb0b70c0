using MessageSync.ChatLogs;

namespace MessageSync.Silo.Tests.Import.Irc;

public sealed class IrcLogFileTests : IDisposable
{
    private readonly LogFolder _logs = new LogFolder().With("2005-01-01.b.txt").With("2005-01-01.a.txt").With("notes.txt");

    [Fact]
    public void The_logs_of_a_folder_come_in_the_order_of_their_names()
    {
        var files = _logs.Files;

        Assert.Equal(["2005-01-01.a.txt", "2005-01-01.b.txt"], files.Select(file => file.Name));
        Assert.All(files, file => Assert.Equal(new(2005, 1, 1), file.Date));
    }

    [Theory]
    [InlineData("nothing-here", "There is no file or folder ")]
    [InlineData("notes.txt", "does not begin with a date")]
    public void What_is_no_log_is_named_in_one_sentence(string name, string sentence)
    {
        var path = Path.Combine(_logs.Path, name);

        var refused = Assert.Throws<ChatLogException>(() => IrcLogFile.Find([path]));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_logs_is_refused()
    {
        using var empty = new LogFolder();

        Assert.Throws<ChatLogException>(() => IrcLogFile.Find([empty.Path]));
    }

    [Fact]
    public void Two_files_of_one_name_are_refused_because_their_lines_would_share_keys()
    {
        using var other = new LogFolder().With("2005-01-01.a.txt");

        var refused = Assert.Throws<ChatLogException>(() => IrcLogFile.Find([_logs.Path, other.Path]));

        Assert.Equal("Two files are named 2005-01-01.a.txt.", refused.Message);
    }

    public void Dispose() => _logs.Dispose();
}
