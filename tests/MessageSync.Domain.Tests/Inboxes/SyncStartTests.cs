using MessageSync.Inboxes;

namespace MessageSync.Domain.Tests.Inboxes;

public sealed class SyncStartTests
{
    private static readonly InboxSeqNo Floor = new(10);
    private static readonly InboxSeqNo Head = new(20);

    [Theory]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(20)]
    public void A_cursor_with_nothing_lost_after_it_goes_on(long seq) =>
        Assert.Equal((new InboxSeqNo(seq), null), Start(seq));

    [Theory, Trait("Trap", "T2")]
    [InlineData(0)]
    [InlineData(9)]
    public void A_cursor_with_entries_lost_after_it_is_reset_to_the_floor(long seq) =>
        Assert.Equal((Floor, new Reset(ResetReason.Trimmed, Floor)), Start(seq));

    [Fact]
    public void A_device_without_any_position_begins_at_the_floor_as_new() =>
        Assert.Equal((Floor, new Reset(ResetReason.New, Floor)), Start(null));

    [Theory, Trait("Trap", "T13")]
    [InlineData("00c0ffef", 15)]
    [InlineData("00c0ffed", 5)]
    [InlineData("00c0ffee", 21)]
    public void A_cursor_of_another_life_of_the_store_or_above_its_head_is_reset(string epoch, long seq) =>
        Assert.Equal((Floor, new Reset(ResetReason.Epoch, Floor)), Start(seq, epoch));

    [Fact]
    public void In_an_inbox_that_lost_nothing_the_very_beginning_is_a_good_cursor() =>
        Assert.Equal(
            (InboxSeqNo.None, null),
            SyncStart.Of(new(Samples.Epoch, InboxSeqNo.None), Samples.Epoch, InboxSeqNo.None, InboxSeqNo.None));

    private static (InboxSeqNo, Reset?) Start(long? seq, string epoch = "00c0ffee") => SyncStart.Of(
        seq is { } at ? new InboxCursor(new(epoch), new(at)) : null, Samples.Epoch, Head, Floor);
}
