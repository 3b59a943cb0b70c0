using MessageSync.Inboxes;
using MessageSync.Storage;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>What <see cref="IInboxStore"/> promises a sync: which entries it gets, from where, and why.</summary>
public abstract class SyncConformance : StoreConformance
{
    [Fact]
    public async Task Entries_of_every_kind_are_read_as_they_were_written()
    {
        var title = new Offer(Tea, new(2), new EntryContent.Conversation("\0\"☕\u2028\0"));
        var run = await Driver.OfferAsync(
            Ann, Offers.Message(Tea, 1), title, Offers.Member(Tea, 3, Bob), Offers.Advanced(Tea, 4));
        Driver.Now += TimeSpan.FromMilliseconds(1);
        var notification = await Driver.NotifyAsync(Ann, "k");
        await CrashAsync();

        var slice = await ReadAsync(new InboxSeqNo(0), Everything);

        Rendering.Same(run.Added.Concat(notification.Added), slice.Entries);
        Assert.Equal((new InboxSeqNo(5), InboxSeqNo.None, false), (slice.Head, slice.After, slice.More));
    }

    [Theory]
    [InlineData(0, 0, "", true)]
    [InlineData(0, 2, "1 2", true)]
    [InlineData(2, 2, "3 4", true)]
    [InlineData(3, 2, "4 5", false)]
    [InlineData(3, 9, "4 5", false)]
    [InlineData(5, 9, "", false)]
    [InlineData(4, 0, "", true)]
    [InlineData(5, 0, "", false)]
    public async Task A_page_holds_what_follows_its_cursor_and_tells_of_more(
        long asked, int limit, string entries, bool more)
    {
        await Driver.OfferAsync(Ann, Offers.Messages(Tea, 5));

        var slice = await ReadAsync(new InboxSeqNo(asked), Everything, limit);

        Assert.Equal((entries, more), (Seqs(slice), slice.More));
        Assert.Equal((new InboxSeqNo(asked), null), (slice.After, slice.Reset));
    }

    [Fact]
    public async Task Places_that_were_merged_are_no_loss()
    {
        await Driver.OfferAsync(Ann, Offers.Title(Tea, 1));
        await Driver.OfferAsync(Ann, Offers.Title(Tea, 2));

        var slice = await ReadAsync(new InboxSeqNo(0), Everything);

        Assert.Equal(("2", InboxSeqNo.None, null), (Seqs(slice), slice.After, slice.Reset));
    }

    [Fact]
    public async Task A_device_without_a_cursor_begins_at_the_floor()
    {
        await Driver.OfferAsync(Ann, trim: Newest(2), Offers.Messages(Tea, 4));

        var slice = await ReadAsync(asked: null, Everything);

        Assert.Equal(("3 4", new InboxSeqNo(2)), (Seqs(slice), slice.After));
        Assert.Equal(new Reset(ResetReason.New, new(2)), slice.Reset);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_cursor_below_the_floor_is_reset_to_it(long asked, bool reset)
    {
        await Driver.OfferAsync(Ann, trim: Newest(2), Offers.Messages(Tea, 4));

        var slice = await ReadAsync(new InboxSeqNo(asked), Everything);

        Assert.Equal(("3 4", new InboxSeqNo(2)), (Seqs(slice), slice.After));
        Assert.Equal(reset ? new Reset(ResetReason.Trimmed, new(2)) : null, slice.Reset);
    }

    [Fact]
    public async Task A_cursor_of_another_epoch_or_above_the_head_is_reset()
    {
        await Driver.OfferAsync(Ann, Offers.Messages(Tea, 2));
        var epoch = await Store.Settings.ReadEpochAsync(Ct);

        var foreign = await Inboxes.ReadAsync(
            new(Ann, new(Other(epoch), new(1)), epoch, Everything, 10), Ct);
        var beyond = await ReadAsync(new InboxSeqNo(3), Everything);
        var empty = await Inboxes.ReadAsync(new(Bob, new(epoch, new(1)), epoch, Everything, 10), Ct);

        Assert.All([foreign, beyond], slice => Assert.Equal("1 2", Seqs(slice)));
        Assert.All(
            [foreign, beyond, empty],
            slice => Assert.Equal(new Reset(ResetReason.Epoch, InboxSeqNo.None), slice.Reset));
    }

    [Fact]
    public async Task The_floor_never_moves_back()
    {
        await Driver.OfferAsync(Ann, trim: Newest(1), Offers.Messages(Tea, 4));
        await Driver.OfferAsync(Ann, trim: Newest(3), Offers.Message(Tea, 5));
        await Driver.OfferAsync(Ann, trim: null, Offers.Message(Tea, 6));

        Assert.Equal(new InboxSeqNo(3), (await ReadAsync(null, Everything)).After);
    }

    [Fact]
    public async Task An_inbox_that_ran_empty_goes_on_where_it_was()
    {
        await Driver.OfferAsync(Ann, trim: Since(Noon.AddSeconds(1)), Offers.Messages(Tea, 2));
        var empty = await ReadAsync(new InboxSeqNo(2), Everything);
        await Driver.OfferAsync(Ann, Offers.Message(Tea, 3));

        Assert.Equal((new InboxSeqNo(2), new InboxSeqNo(2), false), (empty.Head, empty.After, empty.More));
        Assert.Equal("3", Seqs(await ReadAsync(new InboxSeqNo(2), Everything)));
    }

    [Fact]
    public async Task More_entries_than_the_bound_are_not_served()
    {
        await Driver.OfferAsync(Ann, [.. Offers.Messages(Tea, 3), Offers.Title(Tea, 4), Offers.Title(Tea, 5)]);

        var three = await ReadAsync(new InboxSeqNo(0), Newest(3));
        var four = await ReadAsync(new InboxSeqNo(0), Newest(4));

        Assert.Equal(("2 3 5", new InboxSeqNo(1)), (Seqs(three), three.After));
        Assert.Equal(new Reset(ResetReason.Trimmed, new(1)), three.Reset);
        Assert.Equal(("1 2 3 5", InboxSeqNo.None), (Seqs(four), four.After));
    }

    [Fact]
    public async Task Entries_older_than_the_bound_are_not_served()
    {
        for (var change = 1; change <= 3; change++)
        {
            await Driver.OfferAsync(Ann, Offers.Message(Tea, change));
            Driver.Now += TimeSpan.FromMilliseconds(1);
        }

        var exact = await ReadAsync(new InboxSeqNo(0), Since(Noon.AddMilliseconds(1)));
        var none = await ReadAsync(new InboxSeqNo(3), Since(Noon.AddMilliseconds(3)));
        var both = await ReadAsync(new InboxSeqNo(0), new(EntriesMax: 1, OldestAt: Noon.AddMilliseconds(1)));

        Assert.Equal(("2 3", new InboxSeqNo(1)), (Seqs(exact), exact.After));
        Assert.Equal(("", new InboxSeqNo(3), null), (Seqs(none), none.After, none.Reset));
        Assert.Equal(("3", new InboxSeqNo(2)), (Seqs(both), both.After));
    }

    /// <summary>Reads with a cursor of this store.</summary>
    private async Task<InboxSlice> ReadAsync(InboxSeqNo? asked, InboxBounds bounds, int limit = 10)
    {
        var epoch = await Store.Settings.ReadEpochAsync(Ct);
        InboxCursor? cursor = asked is { } seq ? new(epoch, seq) : null;
        return await Inboxes.ReadAsync(new(Ann, cursor, epoch, bounds, limit), Ct);
    }

    private static string Seqs(InboxSlice slice) => string.Join(' ', slice.Entries.Select(entry => entry.Seq));

    private static Epoch Other(Epoch epoch) => new(epoch.Value == "00000000" ? "00000001" : "00000000");
}
