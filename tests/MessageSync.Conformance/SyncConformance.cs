using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Timelines;
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

    [Theory]
    [InlineData(10, 10, 20)]
    [InlineData(10, Limits.BodyBytesMax, 20)]
    [InlineData(Limits.BodyBytesMax, 10, 20)]
    [InlineData(Limits.BodyBytesMax, Limits.BodyBytesMax, 16)]
    public async Task Messages_come_in_the_order_of_their_entries_until_their_bodies_grow_too_long(
        int tea, int cake, int messages)
    {
        await SendByTurnsAsync(tea, cake);

        var slice = await ReadAsync(new InboxSeqNo(0), Everything, limit: 20);

        Assert.Equal(20, slice.Shown.Count);
        Assert.Equal(
            slice.Shown.Take(messages).Select(Place),
            slice.Messages.Select(message => (message.Conversation, message.Seq)));
    }

    [Fact]
    public async Task What_its_owner_hid_is_left_out_and_takes_no_room()
    {
        await SendByTurnsAsync(Limits.BodyBytesMax, Limits.BodyBytesMax);
        await Driver.ViewAsync(Ann, new ViewCommand.Hide(Tea, new(new(1), new(5)), Unlist: false, new(10)));

        var slice = await ReadAsync(new InboxSeqNo(0), Everything, limit: 20);

        Assert.Equal(15, slice.Shown.Count);
        Assert.Equal(slice.Shown.Select(Place), slice.Messages.Select(message => (message.Conversation, message.Seq)));
    }

    [Theory]
    [InlineData(HistoryPolicy.SinceJoin, "1 3")]
    [InlineData(HistoryPolicy.All, "1 2 3")]
    public async Task What_its_owner_may_not_see_is_left_out(HistoryPolicy history, string seqs)
    {
        await Driver.RunAsync(
            Tea, Create(Bob, Ann) with { History = history }, Send(Bob, "1"), Remove(Ann), Send(Bob, "2"), Add(Ann),
            Send(Bob, "3"));
        await Driver.OfferAsync(Ann, Offers.Messages(Tea, 3));
        await Driver.OfferAsync(Cid, Offers.Messages(Tea, 3));

        var ann = await ReadAsync(new InboxSeqNo(0), Everything);
        var cid = await Inboxes.ReadAsync(new(Cid, null, await Store.Settings.ReadEpochAsync(Ct), Everything, 10), Ct);

        Assert.Equal(seqs, string.Join(' ', ann.Messages.Select(message => message.Seq)));
        Assert.Equal(ann.Messages.Count, ann.Shown.Count);
        Assert.Empty(cid.Shown);
        Assert.Empty(cid.Messages);
    }

    [Fact]
    public async Task Pages_that_are_asked_for_at_once_are_each_what_it_is_alone()
    {
        var users = Users(8);
        await Driver.RunAsync(Tea, [Create(users[0], [.. users.Skip(1)]), .. Enumerable.Range(1, 20).Select(
            i => Send(users[0], new string('x', i % 4 == 0 ? Limits.BodyBytesMax : i), $"{i}"))]);
        // The first has long ones among many.
        foreach (var (first, user) in users.Index())
        {
            await Driver.OfferAsync(user, [.. Enumerable.Range(1, 20).Where(i => first == 0 || (i > first && i % 4 != 0))
                .Select(i => Offers.Message(Tea, i))]);
        }
        var epoch = await Store.Settings.ReadEpochAsync(Ct);

        var slices = await Task.WhenAll(Enumerable.Repeat(users, 4).SelectMany(all => all).Select(
            user => Inboxes.ReadAsync(new(user, new(epoch, new(0)), epoch, Everything, 20), Ct)));

        Assert.All(slices, (slice, i) =>
        {
            Assert.Equal(i % 8 == 0 ? 20 : Enumerable.Range(1, 20).Count(seq => seq > i % 8 && seq % 4 != 0), slice.Shown.Count);
            Assert.Equal(slice.Shown.Select(Place), slice.Messages.Select(message => (message.Conversation, message.Seq)));
            Assert.DoesNotContain(slice.Messages, message => message.Body is null);
        });
    }

    /// <summary>Ten messages to Ann in each of two conversations.</summary>
    private async Task SendByTurnsAsync(int tea, int cake)
    {
        await Driver.RunAsync(Tea, [Create(Ann), .. Enumerable.Range(1, 10).Select(i => Send(i, tea))]);
        await Driver.RunAsync(Cake, [Create(Ann), .. Enumerable.Range(1, 10).Select(i => Send(i, cake))]);
        await Driver.OfferAsync(Ann, [.. Enumerable.Range(1, 10).SelectMany(
            i => new[] { Offers.Message(Tea, i), Offers.Message(Cake, i) })]);

        static SendMessage Send(int i, int bytes) => Samples.Send(Ann, new string('x', bytes), $"{i}");
    }

    private static (ConversationId, SeqNo) Place(InboxEntry entry) =>
        (entry.Conversation!.Value, ((EntryContent.OfMessage)entry.Content).Seq);

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
