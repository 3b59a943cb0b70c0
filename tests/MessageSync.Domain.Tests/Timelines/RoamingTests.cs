using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

public sealed class RoamingTests
{
    // Of ten messages, 1 to 3 and 6 to 9 are visible.
    private readonly Roaming _chat = new(SeqRanges.Of([Range(1, 3), Range(6, 9)]), head: 10);

    [Theory]
    [InlineData(3, "…[7 8 9]")]
    [InlineData(100, "[1 2 3 6 7 8 9]")]
    [InlineData(0, "…[]")]
    public void Without_an_anchor_the_newest_page_is_read(int limit, string page) =>
        Assert.Equal(page, _chat.Read(new RoamingAnchor.Newest(), limit).ToString());

    [Theory]
    [InlineData(7, 3, "…[2 3 6]…")]
    [InlineData(5, 2, "…[2 3]…")]       // 5 is not visible
    [InlineData(1, 3, "[]…")]
    [InlineData(0, 3, "[]…")]
    [InlineData(10, 1, "…[9]")]
    [InlineData(7, 0, "…[]…")]          // 6 is below the place 7, 7 is at it
    [InlineData(10, 0, "…[]")]
    [InlineData(long.MaxValue, 2, "…[8 9]")]
    public void Before_is_exclusive(long seq, int limit, string page) =>
        Assert.Equal(page, _chat.Read(new RoamingAnchor.Before(new(seq)), limit).ToString());

    [Theory]
    [InlineData(0, 2, "[1 2]…")]
    [InlineData(2, 3, "…[3 6 7]…")]
    [InlineData(4, 100, "…[6 7 8 9]")]
    [InlineData(9, 3, "…[]")]
    [InlineData(0, 0, "[]…")]
    [InlineData(8, 0, "…[]…")]          // the place is just above 8: 9 is at it
    [InlineData(9, 0, "…[]")]
    [InlineData(long.MaxValue, 2, "…[]")]
    public void After_is_exclusive(long seq, int limit, string page) =>
        Assert.Equal(page, _chat.Read(new RoamingAnchor.After(new(seq)), limit).ToString());

    [Theory]
    [InlineData(6, 4, "…[2 3 6 7]…")]
    [InlineData(6, 5, "…[2 3 6 7 8]…")]   // half, rounded down, is below
    [InlineData(5, 2, "…[3 6]…")]
    [InlineData(2, 6, "[1 2 3 6]…")]      // a short side is not filled from the other
    [InlineData(9, 6, "…[6 7 8 9]")]
    [InlineData(6, 1, "…[6]…")]
    [InlineData(0, 4, "[1 2]…")]
    [InlineData(6, 0, "…[]…")]
    [InlineData(long.MaxValue, 4, "…[8 9]")]
    public void Around_reads_half_below_and_the_rest_from_the_anchor_on(long seq, int limit, string page) =>
        Assert.Equal(page, _chat.Read(new RoamingAnchor.Around(new(seq)), limit).ToString());

    [Theory]
    [InlineData(1, 2, "[1 2]…")]
    [InlineData(4, 2, "…[6 7]…")]
    [InlineData(11, 2, "…[]")]
    [InlineData(6, 0, "…[]…")]
    public void A_time_reads_from_the_first_message_then_or_later_on(long first, int limit, string page) =>
        Assert.Equal(page, _chat.Read(new RoamingAnchor.At(Noon), limit, at: first).ToString());

    [Fact]
    public void Where_nothing_is_visible_every_page_is_empty_and_says_so()
    {
        var chat = new Roaming(SeqRanges.Empty, head: 10);

        Assert.All(
            Anchors(5), anchor => Assert.All([0, 3], limit => Assert.Equal("[]", chat.Read(anchor, limit).ToString())));
    }

    [Theory]
    [InlineData(6, "…[3 6 7]…")]
    [InlineData(7, "…[6 7 8]…")]
    [InlineData(8, "…[7 8 9]")]
    public void When_bytes_run_short_what_is_nearest_to_the_anchor_stays(long seq, string page)
    {
        var chat = new Roaming(SeqRanges.Of([Range(1, 3), Range(6, 9)]), 10) { BytesMax = 30, Size = _ => 10 };

        Assert.Equal(page, chat.Read(new RoamingAnchor.Around(new(seq)), 100).ToString());
    }

    [Fact]
    public void When_bytes_run_short_pages_end_early_and_tell()
    {
        var chat = new Roaming(SeqRanges.Of([Range(1, 9)]), 9) { BytesMax = 25, Size = _ => 10 };

        Assert.Equal("…[8 9]", chat.Read(new RoamingAnchor.Newest(), 100).ToString());
        Assert.Equal("…[3 4]…", chat.Read(new RoamingAnchor.Before(new(5)), 100).ToString());
        Assert.Equal("…[6 7]…", chat.Read(new RoamingAnchor.After(new(5)), 100).ToString());
    }

    [Fact, Trait("Trap", "T18")]
    public void One_message_always_fits()
    {
        var chat = new Roaming(SeqRanges.Of([Range(1, 9)]), 9) { BytesMax = 25, Size = _ => 26 };

        Assert.All(Anchors(5), anchor => Assert.Single(chat.Read(anchor, 100, at: 5).Seqs));
    }

    [Fact]
    public void A_page_may_be_exactly_full()
    {
        var chat = new Roaming(SeqRanges.Of([Range(1, 9)]), 9) { BytesMax = 20, Size = _ => 10 };

        Assert.Equal("[1 2]…", chat.Read(new RoamingAnchor.After(new(0)), 100).ToString());
    }

    private static RoamingAnchor[] Anchors(long seq) =>
    [
        new RoamingAnchor.Newest(), new RoamingAnchor.Before(new(seq)), new RoamingAnchor.After(new(seq)),
        new RoamingAnchor.Around(new(seq)), new RoamingAnchor.At(Noon),
    ];
}
