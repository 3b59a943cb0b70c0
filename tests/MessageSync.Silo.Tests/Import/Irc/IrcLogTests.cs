using System.Text;
using MessageSync.ChatLogs;

namespace MessageSync.Silo.Tests.Import.Irc;

public sealed class IrcLogTests
{
    private static readonly DateOnly Christmas = new(2004, 12, 25);

    [Fact]
    public void Past_midnight_the_date_moves_on()
    {
        var times = Times("[23:58] <ann> a\n[23:59] <ann> b\n[00:00] <ann> c\n[23:00] <ann> d\n[01:00] <ann> e\n");

        Assert.Equal(["25 23:58", "25 23:59", "26 00:00", "26 23:00", "27 01:00"], times);
    }

    [Fact]
    public void A_line_without_a_time_has_that_of_the_line_above()
    {
        var times = Times("=== ann [h]  has joined #u\n[09:14] <ann> a\n=== bob [h]  has joined #u\n[09:20] <ann> b\n");

        Assert.Equal(["25 09:14", "25 09:14", "25 09:14", "25 09:20"], times);
    }

    [Fact]
    public void A_log_without_any_time_is_of_midnight() => Assert.Equal(["25 00:00"], Times("=== ann [h]  has left #u"));

    [Fact]
    public void Line_ends_byte_order_mark_and_a_missing_last_line_end_do_not_matter()
    {
        byte[] log = [.. "\uFEFF[09:14] <ann> a\r\n\n[09:15] <bob> b"u8];

        var entries = IrcLog.Read(Christmas, log).ToList();

        Assert.Equal([1, 2, 3], entries.Select(entry => entry.Number));
        Assert.Equal("a", Encoding.UTF8.GetString(Assert.IsType<IrcEvent.Said>(entries[0].Event).Body.Bytes.Span));
        Assert.Equal(new IrcEvent.Skipped(SkippedKind.Other), entries[1].Event);
        Assert.Equal("b", Encoding.UTF8.GetString(Assert.IsType<IrcEvent.Said>(entries[2].Event).Body.Bytes.Span));
    }

    [Fact]
    public void An_empty_log_has_no_lines() => Assert.Empty(IrcLog.Read(Christmas, default));

    private static IEnumerable<string> Times(string log) =>
        IrcLog.Read(Christmas, Encoding.UTF8.GetBytes(log)).Select(entry => $"{entry.At:dd HH:mm}");
}
