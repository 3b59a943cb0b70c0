using MessageSync.Inboxes;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Inboxes;

public sealed class InboxCursorTests
{
    private static readonly long[] Positions = [0, 1, 9, 10, 15, 16, 255, 256, 1L << 31, 1L << 53, long.MaxValue];

    [Fact]
    public void A_cursor_is_read_as_it_was_written()
    {
        foreach (var seq in Positions)
        {
            var cursor = new InboxCursor(Samples.Epoch, new(seq));

            Assert.True(InboxCursor.TryParse(cursor.Text(Ann), Ann, out var read));
            Assert.Equal(cursor, read);
        }
    }

    [Fact]
    public void Cursors_of_one_inbox_and_epoch_have_one_width_and_compare_as_ordinal_strings()
    {
        var texts = Positions.Select(seq => new InboxCursor(Samples.Epoch, new(seq)).Text(Ann)).ToList();

        Assert.All(texts, text => Assert.Equal(InboxCursor.Length, text.Length));
        Assert.Equal(texts.Order(StringComparer.Ordinal), texts, StringComparer.Ordinal);
    }

    [Fact]
    public void A_cursor_of_another_epoch_is_read_and_tells_it()
    {
        var old = new InboxCursor(new("ffffffff"), new(7));

        Assert.True(InboxCursor.TryParse(old.Text(Ann), Ann, out var read));
        Assert.Equal(old, read);
    }

    [Fact]
    public void A_cursor_of_another_inbox_is_none_of_this_one()
    {
        var text = new InboxCursor(Samples.Epoch, new(7)).Text(Ann);

        Assert.False(InboxCursor.TryParse(text, Bob, out _));
    }

    [Fact]
    public void A_cursor_with_any_character_changed_is_none()
    {
        var text = new InboxCursor(Samples.Epoch, new(7)).Text(Ann);

        for (var i = 0; i < text.Length; i++)
            Assert.False(InboxCursor.TryParse($"{text[..i]}{(text[i] == '1' ? '2' : '1')}{text[(i + 1)..]}", Ann, out _));
        Assert.False(InboxCursor.TryParse(text.ToUpperInvariant(), Ann, out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("00c0ffee0000000000000007")]
    [InlineData("00c0ffee000000000000000700000000 ")]
    [InlineData("00c0ffee00000000000000070000000z")]
    [InlineData("00c0ffee0000000000000007000000００")]
    public void What_no_inbox_ever_gave_is_no_cursor(string? text) =>
        Assert.False(InboxCursor.TryParse(text, Ann, out _));

    [Fact]
    public void A_position_below_nothing_is_no_cursor()
    {
        var text = new InboxCursor(Samples.Epoch, new(-1)).Text(Ann);

        Assert.False(InboxCursor.TryParse(text, Ann, out _));
    }
}
