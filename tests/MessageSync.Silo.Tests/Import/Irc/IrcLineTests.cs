using System.Text;
using MessageSync.ChatLogs;

namespace MessageSync.Silo.Tests.Import.Irc;

public sealed class IrcLineTests
{
    [Theory]
    [InlineData("[03:41] <ann> hello", "ann", "hello")]
    [InlineData("[03:41] <ann>   two spaces more", "ann", "  two spaces more")]
    [InlineData("[03:41] <ann> <bob> quoted", "ann", "<bob> quoted")]
    [InlineData("[03:41] <ann>hello", "ann", "hello")]
    [InlineData("[03:41] <ann> ", "ann", "")]
    [InlineData("[03:41] <ann>", "ann", "")]
    [InlineData("[00:00] <ann> naïve 😀", "ann", "naïve 😀")]
    [InlineData("[23:59] <[a]n|n` > x", ":5Ba:5Dn:7Cn:60", "x")]
    [InlineData("[09:14] <Chri[s] _> x", "Chri:5Bs:5D:20_", "x")]
    public void What_somebody_says_is_a_message(string line, string nick, string text)
    {
        var said = Assert.IsType<IrcEvent.Said>(Parse(line).Event);

        Assert.Equal(nick, said.Nick.Value);
        Assert.Equal(text, Encoding.UTF8.GetString(said.Body.Bytes.Span));
        Assert.True(said.Body.IsText);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_carried_as_bytes()
    {
        byte[] line = [.. "[03:41] <ann> caf"u8, 0xE9];

        var said = Assert.IsType<IrcEvent.Said>(IrcLine.Parse(line).Event);

        Assert.False(said.Body.IsText);
        Assert.Equal([.. "caf"u8, 0xE9], said.Body.Bytes.ToArray());
    }

    [Fact]
    public void A_nickname_that_is_no_utf8_is_a_user_all_the_same()
    {
        byte[] line = [.. "[03:41] <ren"u8, 0xE9, .. "> hi"u8];

        var said = Assert.IsType<IrcEvent.Said>(IrcLine.Parse(line).Event);

        Assert.Equal("ren:E9", said.Nick.Value);
        Assert.True(said.Body.IsText);
    }

    [Theory]
    [InlineData("=== ann [~a@example.org]  has joined #ubuntu", "ann")]
    [InlineData("=== ann [~a@example.org] has joined #Ubuntu", "ann")]
    [InlineData("=== [optik]  [~optik@192.0.2.64]  has joined #ubuntu", ":5Boptik:5D")]
    [InlineData("=== bur[n] er [~norml@example.net]  has joined #ubuntu", "bur:5Bn:5D:20er")]
    [InlineData("=== ann [[H] -853478@192.0.2.1]  has joined #ubuntu", "ann")]
    public void Who_joins_has_joined(string line, string nick) =>
        Assert.Equal(new IrcEvent.Joined(new(nick)), Parse(line).Event);

    [Theory]
    [InlineData("=== ann [n=a@example.org]  has left #ubuntu []")]
    [InlineData("=== ann [n=a@example.org]  has left #ubuntu [] ")]
    [InlineData("=== ann [n=a@example.org]  has left #ubuntu [\"Leaving] ")]
    [InlineData("=== ann was kicked off #ubuntu by bob (annoying)")]
    public void Who_leaves_or_is_kicked_off_has_left(string line) =>
        Assert.Equal(new IrcEvent.Left(new("ann")), Parse(line).Event);

    [Theory]
    [InlineData("=== ann is now known as anna", "ann", "anna")]
    [InlineData("=== bob[1]  is now known as bob", "bob:5B1:5D", "bob")]
    [InlineData("=== ann is now known as [a] nn", "ann", ":5Ba:5D:20nn")]
    public void A_new_nickname_is_a_renaming(string line, string before, string after) =>
        Assert.Equal(new IrcEvent.Renamed(new(before), new(after)), Parse(line).Event);

    [Theory]
    [InlineData("=== ann [n=a@example.org]  has quit [Ping timeout]", SkippedKind.Quit)]
    [InlineData("[13:56]  * ann sips a coffee", SkippedKind.Action)]
    [InlineData("=== ann sips a coffee", SkippedKind.Action)]
    [InlineData("=== ann has joined #the others", SkippedKind.Action)]
    [InlineData("=== ann of the north is now known as the one", SkippedKind.Action)]
    [InlineData("[01:26] -ann:#ubuntu- hear, hear", SkippedKind.Notice)]
    [InlineData("[01:09] (ann/#ubuntu) bob: have you seen it?", SkippedKind.Notice)]
    [InlineData("=== mode/#ubuntu [+o ann]  by ChanServ", SkippedKind.Mode)]
    [InlineData("", SkippedKind.Other)]
    [InlineData("[", SkippedKind.Other)]
    [InlineData("[24:00] <ann> x", SkippedKind.Other)]
    [InlineData("[12:60] <ann> x", SkippedKind.Other)]
    [InlineData("[1a:00] <ann> x", SkippedKind.Other)]
    [InlineData("[12:00]", SkippedKind.Other)]
    [InlineData("[12:00] ", SkippedKind.Other)]
    [InlineData("[12:00] <> x", SkippedKind.Other)]
    [InlineData("[12:00] < > x", SkippedKind.Other)]
    [InlineData("[12:00] <ann x", SkippedKind.Other)]
    [InlineData("[12:00] <no nickname> x", SkippedKind.Other)]
    [InlineData("===", SkippedKind.Other)]
    [InlineData("just some text", SkippedKind.Other)]
    public void What_no_conversation_keeps_is_skipped_by_kind(string line, SkippedKind kind) =>
        Assert.Equal(new IrcEvent.Skipped(kind), Parse(line).Event);

    [Fact]
    public void What_does_not_fit_is_skipped_as_too_long()
    {
        var nick = new string('x', IdText.LengthMax + 1);
        var body = new string('x', Limits.BodyBytesMax + 1);
        var skipped = new IrcEvent.Skipped(SkippedKind.TooLong);

        Assert.Equal(skipped, Parse($"[12:00] <{nick}> hi").Event);
        Assert.Equal(skipped, Parse($"[12:00] <ann> {body}").Event);
        Assert.Equal(skipped, Parse($"=== {nick} [host]  has joined #ubuntu").Event);
        Assert.Equal(skipped, Parse($"=== ann is now known as {nick}").Event);
        Assert.IsType<IrcEvent.Said>(Parse($"[12:00] <{nick[1..]}> {body[1..]}").Event);
    }

    [Fact]
    public void A_line_knows_its_time_of_day()
    {
        Assert.Equal(new TimeOnly(3, 41), Parse("[03:41] <ann> hello").Time);
        Assert.Equal(new TimeOnly(23, 59), Parse("[23:59]  * ann waves").Time);
        Assert.Null(Parse("=== ann [host]  has joined #ubuntu").Time);
    }

    /// <summary>
    /// Goal: no bytes at all make the parser fail. Method: lines cut, spliced and strewn with random bytes from one seed.
    /// </summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_line_is_some_event(int seed)
    {
        var random = new Random(seed);
        var pieces = new[]
        {
            "[03:41]", " <", "ann", "> ", "=== ", " [", "] ", " has joined #", " has left #", " has quit", "  * ", " -",
            " is now known as ", " was kicked off #", "mode/", " ", "é", "\0",
        };

        for (var i = 0; i < 500; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => pieces[random.Next(pieces.Length)]));
            var line = Encoding.UTF8.GetBytes(text);
            if (line.Length > 0 && random.Next(2) == 0) line[random.Next(line.Length)] = (byte)random.Next(256);

            Assert.NotNull(IrcLine.Parse(line.AsMemory(0, random.Next(line.Length + 1))).Event);
        }
    }

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 50)];

    private static IrcLine Parse(string line) => IrcLine.Parse(Encoding.UTF8.GetBytes(line));
}
