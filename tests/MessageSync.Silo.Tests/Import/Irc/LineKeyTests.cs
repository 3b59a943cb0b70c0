using MessageSync.ChatLogs;

namespace MessageSync.Silo.Tests.Import.Irc;

public sealed class LineKeyTests
{
    [Theory]
    [InlineData("2004-12-25.txt", "irc:2004-12-25.txt:7")]
    [InlineData("2004-12-25 #ubuntu.txt", "irc:@")]
    [InlineData("2004-12-25-a-name-of-fifty-characters-that-is-too-long", "irc:@")]
    public void A_key_tells_file_and_line(string file, string start)
    {
        var key = new LineKey(file).Of(7);

        Assert.StartsWith(start, key.Value, StringComparison.Ordinal);
        Assert.EndsWith(":7", key.Value, StringComparison.Ordinal);
        Assert.Equal(key, new LineKey(file).Of(7));
        Assert.Equal(7, new LineKey(file).LineOf(key));
        Assert.True(LineKey.IsOfImport(key));
    }

    [Fact]
    public void Every_line_number_fits_whatever_the_file_is_called()
    {
        foreach (var length in new[] { 1, 48, 49, 50, 200 })
            Assert.True(new LineKey(new string('x', length)).Of(int.MaxValue).Value.Length <= 64);
    }

    [Fact]
    public void Files_of_different_names_share_no_key()
    {
        string[] names = ["a", "A", "a:1", "a 1", "é", "@", "a@b", new('x', 50), new('x', 51)];

        var keys = names.SelectMany(name => new[] { new LineKey(name).Of(1), new LineKey(name).Of(11) }).ToList();

        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.Equal(0, new LineKey("a").LineOf(new LineKey("a:1").Of(1)));
    }

    [Theory]
    [InlineData("irc:a:x")]
    [InlineData("irc:b:1")]
    [InlineData("hello")]
    public void A_key_of_something_else_names_no_line(string key) => Assert.Equal(0, new LineKey("a").LineOf(new(key)));
}
