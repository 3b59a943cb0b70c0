using MessageSync.Storage;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>What <see cref="IInboxStore.SweepAsync"/> promises.</summary>
public abstract class SweepConformance : StoreConformance
{
    private const int Plenty = 10_000;

    [Fact]
    public async Task Nothing_to_drop_is_nothing_dropped()
    {
        await Driver.OfferAsync(Ann, Offers.Messages(Tea, 3));

        Assert.Equal(0, await Inboxes.SweepAsync(new(3, Noon), Plenty, Ct));
        Assert.Equal(3, (await Inboxes.LoadAsync(Ann, Ct)).Count);
    }

    [Fact]
    public async Task Aged_entries_go_from_every_inbox()
    {
        await Driver.OfferAsync(Ann, Offers.Messages(Tea, 3));
        await Driver.OfferAsync(Bob, Offers.Messages(Tea, 2));
        Driver.Now += TimeSpan.FromMilliseconds(1);
        await Driver.OfferAsync(Ann, Offers.Messages(Cake, 1));

        var dropped = await Inboxes.SweepAsync(Since(Driver.Now), Plenty, Ct);

        Assert.Equal(5, dropped);
        Assert.Equal((new InboxSeqNo(3), 1), await FloorAndCountAsync(Ann));
        Assert.Equal((new InboxSeqNo(2), 0), await FloorAndCountAsync(Bob));
    }

    [Fact]
    public async Task Entries_beyond_the_bound_go_oldest_first()
    {
        await Driver.OfferAsync(Ann, [.. Offers.Messages(Tea, 3), Offers.Title(Tea, 4), Offers.Title(Tea, 5)]);

        Assert.Equal(2, await Inboxes.SweepAsync(Newest(2), Plenty, Ct));
        Assert.Equal((new InboxSeqNo(2), 2), await FloorAndCountAsync(Ann));
    }

    [Fact]
    public async Task Steps_drop_as_many_as_they_may_and_come_to_an_end()
    {
        await Driver.OfferAsync(Ann, Offers.Messages(Tea, 5));
        await Driver.OfferAsync(Bob, Offers.Messages(Tea, 4));
        var bounds = Newest(1);

        var steps = new List<int>();
        do steps.Add(await Inboxes.SweepAsync(bounds, 3, Ct)); while (steps[^1] == 3);

        Assert.Equal([3, 3, 1], steps);
        Assert.Equal((new InboxSeqNo(4), 1), await FloorAndCountAsync(Ann));
        Assert.Equal((new InboxSeqNo(3), 1), await FloorAndCountAsync(Bob));
    }

    [Fact]
    public async Task A_step_leaves_no_hole()
    {
        await Driver.OfferAsync(Ann, Offers.Messages(Tea, 5));

        await Inboxes.SweepAsync(Newest(1), 2, Ct);

        Assert.Equal((new InboxSeqNo(2), 3), await FloorAndCountAsync(Ann));
    }

    [Fact]
    public async Task What_is_served_is_the_same_before_and_after()
    {
        await Driver.OfferAsync(Ann, Offers.Messages(Tea, 3));
        Driver.Now += TimeSpan.FromMilliseconds(1);
        await Driver.OfferAsync(Ann, Offers.Messages(Cake, 3));
        var epoch = await Store.Settings.ReadEpochAsync(Ct);
        var query = new InboxQuery(Ann, new(epoch, new(1)), epoch, new(4, Driver.Now), 10);

        var before = await Inboxes.ReadAsync(query, Ct);
        await Inboxes.SweepAsync(query.Bounds, Plenty, Ct);

        Rendering.Same(before, await Inboxes.ReadAsync(query, Ct));
    }

    [Fact]
    public async Task A_swept_inbox_goes_on_as_it_was_told()
    {
        await Driver.OfferAsync(Ann, Offers.Messages(Tea, 3));

        await Inboxes.SweepAsync(Since(Noon.AddSeconds(1)), Plenty, Ct);

        Assert.Null(await Driver.DecideAsync(Ann, Offers.Messages(Tea, 3)));
        Assert.Equal(new InboxSeqNo(4), (await Driver.OfferAsync(Ann, Offers.Message(Tea, 4))).Head);
    }

    [Fact]
    public async Task Aged_keys_of_notifications_are_forgotten()
    {
        await Driver.NotifyAsync(Ann, "old");
        Driver.Now += TimeSpan.FromMilliseconds(1);
        await Driver.NotifyAsync(Ann, "new");

        var dropped = await Inboxes.SweepAsync(Since(Driver.Now), Plenty, Ct);

        Assert.Equal(2, dropped);
        Assert.Null(await Inboxes.FindNotifiedAsync(Ann, new("old"), Ct));
        Assert.NotNull(await Inboxes.FindNotifiedAsync(Ann, new("new"), Ct));
    }

    private async Task<(InboxSeqNo Floor, int Count)> FloorAndCountAsync(UserId owner)
    {
        var epoch = await Store.Settings.ReadEpochAsync(Ct);
        var slice = await Inboxes.ReadAsync(new(owner, null, epoch, Everything, 1000), Ct);
        var inbox = await Inboxes.LoadAsync(owner, Ct);
        Assert.Equal(slice.Entries.Count, inbox.Count);
        return (slice.After, inbox.Count);
    }
}
