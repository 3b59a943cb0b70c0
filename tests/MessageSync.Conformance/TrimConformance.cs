using MessageSync.Inboxes;
using MessageSync.Storage;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>What <see cref="InboxWrite.Trim"/> promises: with a run goes what is beyond the bounds after it.</summary>
public abstract class TrimConformance : StoreConformance
{
    [Fact]
    public async Task Only_the_newest_entries_stay()
    {
        await Driver.OfferAsync(Ann, Offers.Messages(Tea, 3));

        await Driver.OfferAsync(Ann, Newest(3), Offers.Message(Tea, 4), Offers.Message(Tea, 5));

        await AssertKeptAsync(floor: 2, 3, 4, 5);
    }

    [Fact]
    public async Task A_run_longer_than_the_bound_is_trimmed_itself()
    {
        await Driver.OfferAsync(Ann, Newest(2), Offers.Messages(Tea, 5));

        await AssertKeptAsync(floor: 3, 4, 5);
    }

    [Fact]
    public async Task Aged_entries_go()
    {
        await Driver.OfferAsync(Ann, Offers.Messages(Tea, 2));
        Driver.Now += TimeSpan.FromMilliseconds(1);
        await Driver.OfferAsync(Ann, Offers.Message(Tea, 3));

        await Driver.OfferAsync(Ann, Since(Driver.Now), Offers.Message(Tea, 4));

        await AssertKeptAsync(floor: 2, 3, 4);
    }

    [Theory]
    [InlineData(2, 1, 2)]
    [InlineData(3, 2, 2)]
    [InlineData(4, 0, 0)]
    [InlineData(0, 0, 4)]
    [InlineData(4, 4, 4)]
    public async Task Both_bounds_hold(int count, int oldestMs, long floor)
    {
        for (var change = 1; change <= 3; change++)
        {
            await Driver.OfferAsync(Ann, Offers.Message(Tea, change));
            Driver.Now += TimeSpan.FromMilliseconds(1);
        }

        await Driver.OfferAsync(Ann, new InboxBounds(count, Noon.AddMilliseconds(oldestMs)), Offers.Message(Tea, 4));

        await AssertKeptAsync(floor, [.. new long[] { 1, 2, 3, 4 }.Where(seq => seq > floor)]);
    }

    [Fact]
    public async Task An_entry_that_was_merged_in_the_same_run_takes_no_room()
    {
        await Driver.OfferAsync(Ann, Offers.Title(Tea, 1), Offers.Message(Tea, 2), Offers.Message(Tea, 3));

        await Driver.OfferAsync(Ann, Newest(3), Offers.Title(Tea, 4));
        await AssertKeptAsync(floor: 0, 2, 3, 4);

        await Driver.OfferAsync(Ann, Newest(2), Offers.Title(Tea, 5), Offers.Title(Tea, 6));
        await AssertKeptAsync(floor: 2, 3, 6);
    }

    [Fact]
    public async Task An_entry_that_takes_in_an_aged_one_is_as_young_as_its_run()
    {
        await Driver.OfferAsync(Ann, Offers.Title(Tea, 1), Offers.Message(Tea, 2), Offers.Member(Tea, 3, Bob));
        Driver.Now += TimeSpan.FromMilliseconds(1);

        var run = await Driver.OfferAsync(Ann, Since(Driver.Now), Offers.Title(Tea, 4), Offers.Member(Tea, 5, Cid));

        Assert.Equal([new(1), new InboxSeqNo(3)], run.Removed.Order());
        await AssertKeptAsync(floor: 2, 4, 5);
    }

    [Fact]
    public async Task What_was_merged_away_moves_no_floor()
    {
        await Driver.OfferAsync(Ann, Offers.Title(Tea, 1));
        Driver.Now += TimeSpan.FromMilliseconds(1);

        await Driver.OfferAsync(Ann, Since(Driver.Now), Offers.Title(Tea, 2));

        await AssertKeptAsync(floor: 0, 2);
    }

    [Fact]
    public async Task What_was_trimmed_is_merged_with_no_more()
    {
        await Driver.OfferAsync(Ann, Offers.Member(Tea, 1, Bob));
        await Driver.OfferAsync(Ann, Newest(1), Offers.Message(Tea, 2));

        var run = await Driver.OfferAsync(Ann, Offers.Member(Tea, 3, Cid));

        Assert.Empty(run.Removed);
        Assert.Single(Assert.IsType<EntryContent.Member>(run.Added[0].Content).Changes);
        await AssertKeptAsync(floor: 1, 2, 3);
    }

    [Fact]
    public async Task Without_bounds_everything_stays()
    {
        await Driver.OfferAsync(Ann, Newest(2), Offers.Messages(Tea, 3));
        await Driver.OfferAsync(Ann, trim: null, Offers.Message(Tea, 4));

        await AssertKeptAsync(floor: 1, 2, 3, 4);
    }

    [Fact]
    public async Task Only_the_inbox_that_is_written_to_is_trimmed()
    {
        await Driver.OfferAsync(Ann, Offers.Messages(Tea, 3));
        await Driver.OfferAsync(Bob, Newest(1), Offers.Messages(Tea, 3));

        await AssertKeptAsync(floor: 0, 1, 2, 3);
    }

    private async Task AssertKeptAsync(long floor, params long[] kept)
    {
        var epoch = await Store.Settings.ReadEpochAsync(Ct);
        var slice = await Inboxes.ReadAsync(new(Ann, null, epoch, Everything, Limits.SyncPageMax), Ct);
        var inbox = await Inboxes.LoadAsync(Ann, Ct);

        Assert.Equal(kept, slice.Entries.Select(entry => entry.Seq.Value));
        Assert.Equal((new InboxSeqNo(floor), kept.Length), (slice.After, inbox.Count));
    }
}
