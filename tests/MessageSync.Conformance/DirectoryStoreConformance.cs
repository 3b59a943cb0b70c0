using MessageSync.Storage;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>What <see cref="IDirectoryStore"/> promises.</summary>
public abstract class DirectoryStoreConformance : StoreConformance
{
    [Fact]
    public async Task A_list_holds_every_conversation_that_one_is_or_was_in()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob));
        await Driver.RunAsync(Cake, Create(Ann, Bob), Remove(Bob));
        await Driver.RunAsync(new("other"), Create(Ann));

        var listed = await ListAsync(Bob);

        Assert.Equal([(Cake, true), (Tea, false)], listed.Select(one => (one.Conversation, one.Left)));
        Assert.Empty(await ListAsync(Cid));
    }

    [Fact]
    public async Task A_conversation_moves_with_its_newest_message()
    {
        await Driver.RunAsync(Tea, Create(Ann));
        var empty = Assert.Single(await ListAsync(Ann));
        Driver.Now += TimeSpan.FromSeconds(1);
        await Driver.RunAsync(Tea, Send(Ann, "hi"));
        Driver.Now += TimeSpan.FromSeconds(1);
        await Driver.RunAsync(Tea, Rename("Other"));

        Assert.Equal(new(Tea, Noon, false, false, InboxSeqNo.None, Untold: false), empty);
        Assert.Equal(Noon.AddSeconds(1), Assert.Single(await ListAsync(Ann)).HeadAt);
    }

    [Fact]
    public async Task For_a_former_member_it_stays_as_it_was_at_leaving()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob, Cid), Remove(Cid));
        Driver.Now += TimeSpan.FromSeconds(1);
        await Driver.RunAsync(Tea, Send(Ann, "hi"), Remove(Bob));
        Driver.Now += TimeSpan.FromSeconds(1);
        await Driver.RunAsync(Tea, Send(Ann, "ho"));

        Assert.Equal((Noon.AddSeconds(1), true), HeadAt(await ListAsync(Bob)));
        Assert.Equal((Noon, true), HeadAt(await ListAsync(Cid)));
    }

    [Fact]
    public async Task For_one_who_came_back_it_is_listed_once_and_as_it_is()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob), Remove(Bob), Add(Bob));
        Driver.Now += TimeSpan.FromSeconds(1);
        await Driver.RunAsync(Tea, Send(Ann, "hi"));

        Assert.Equal((Noon.AddSeconds(1), false), HeadAt(await ListAsync(Bob)));
    }

    [Fact]
    public async Task The_entry_that_last_told_of_it_is_listed()
    {
        await Driver.RunAsync(Tea, Create(Ann));
        await Driver.RunAsync(Cake, Create(Ann));
        await Driver.OfferAsync(Ann, Offers.Message(Tea, 1), Offers.Message(Cake, 1), Offers.Title(Cake, 2));
        await Driver.OfferAsync(Ann, trim: Since(Noon.AddSeconds(1)), Offers.Title(Tea, 2));

        var listed = await ListAsync(Ann);

        Assert.Equal([new(3), new(4)], listed.Select(one => one.ToldSeq));
    }

    [Fact]
    public async Task A_large_group_that_moved_on_is_untold()
    {
        var crowd = Users(Limits.SmallGroupMembersMax + 2);
        await Driver.RunAsync(Tea, Create(Ann, crowd));
        Assert.False(Assert.Single(await ListAsync(Ann)).Untold);
        await Driver.RunAsync(Tea, Send(Ann, "hi"), Remove(crowd[0]), Add(Bob));
        await Driver.OfferAsync(crowd[1], Offers.Advanced(Tea, 3));
        await Driver.OfferAsync(crowd[2], Offers.Advanced(Tea, 4));

        Assert.True(Assert.Single(await ListAsync(Ann)).Untold);
        Assert.True(Assert.Single(await ListAsync(crowd[1])).Untold);
        Assert.False(Assert.Single(await ListAsync(crowd[2])).Untold);
        Assert.False(Assert.Single(await ListAsync(crowd[0])).Untold);
        Assert.False(Assert.Single(await ListAsync(Bob)).Untold);
    }

    [Fact]
    public async Task A_conversation_that_was_left_is_untold_once_a_message_of_it_was_mutated_after_that()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob, Cid), Send(Ann, "1"), Send(Ann, "2"));
        await Driver.RunAsync(Tea, Recall(1));
        await Driver.RunAsync(Tea, Remove(Bob));
        Assert.False(Assert.Single(await ListAsync(Bob)).Untold);
        await Driver.RunAsync(Tea, Send(Ann, "3"));
        Assert.False(Assert.Single(await ListAsync(Bob)).Untold);
        await Driver.RunAsync(Tea, Recall(2));
        await Driver.RunAsync(Tea, Remove(Cid));

        Assert.True(Assert.Single(await ListAsync(Bob)).Untold);
        Assert.False(Assert.Single(await ListAsync(Cid)).Untold);
        Assert.False(Assert.Single(await ListAsync(Ann)).Untold);
    }

    [Fact]
    public async Task Unread_are_messages_of_others_in_the_ranges_above_ones_own()
    {
        await Driver.RunAsync(
            Tea, Create(Ann, Bob), Send(Bob, "1"), Send(Ann, "2"), Send(Bob, "3"), Send(Bob, "4"), Send(Bob, "5"));

        Assert.Equal([3], await CountAsync(Ann, (1, 5)));
        Assert.Equal([2], await CountAsync(Ann, (4, 9)));
        Assert.Equal([1], await CountAsync(Ann, (1, 3)));
        Assert.Equal([2], await CountAsync(Ann, (1, 3), (5, 5)));
        Assert.Equal([0], await CountAsync(Ann));
        Assert.Equal([0], await CountAsync(Ann, (1, 2)));
        Assert.Equal([0], await CountAsync(Bob, (1, 5)));
        Assert.Equal([5], await CountAsync(Cid, (1, 5)));
    }

    [Fact]
    public async Task An_own_message_above_the_ranges_ends_the_count_too()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob), Send(Bob, "1"), Send(Bob, "2"), Send(Ann, "3"));

        Assert.Equal([0], await CountAsync(Ann, (1, 2)));
    }

    [Fact]
    public async Task Unread_come_one_for_each_conversation_asked_for()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob), Send(Bob, "1"));
        await Driver.RunAsync(Cake, Create(Ann, Bob), Send(Bob, "1"), Send(Bob, "2"));
        var ranges = Ranges((1, 9));

        var counts = await Store.Directory.CountUnreadAsync(
            Ann, [(Cake, ranges), (new("none"), ranges), (Tea, ranges), (Cake, ranges)], Ct);

        Assert.Equal([2, 0, 1, 2], counts);
        Assert.Empty(await Store.Directory.CountUnreadAsync(Ann, [], Ct));
    }

    [Fact]
    public async Task Unread_are_counted_up_to_the_limit()
    {
        var many = Enumerable.Range(1, Limits.UnreadMax + 5).Select(i => Send(Bob, $"{i}"));
        await Driver.RunAsync(Tea, [Create(Ann, Bob), .. many]);

        Assert.Equal([Limits.UnreadMax], await CountAsync(Ann, (1, long.MaxValue)));
        Assert.Equal([Limits.UnreadMax - 1], await CountAsync(Ann, (1, 500), (507, long.MaxValue)));
    }

    private async Task<IReadOnlyList<ListedConversation>> ListAsync(UserId user) =>
        [.. (await Store.Directory.ListAsync(user, told: true, Ct)).OrderBy(one => one.Conversation)];

    private Task<IReadOnlyList<int>> CountAsync(UserId user, params (long From, long To)[] ranges) =>
        Store.Directory.CountUnreadAsync(user, [(Tea, Ranges(ranges))], Ct);

    private static SeqRanges Ranges(params (long From, long To)[] ranges) =>
        SeqRanges.Of(ranges.Select(range => new SeqRange(new(range.From), new(range.To))));

    private static (DateTimeOffset, bool) HeadAt(IReadOnlyList<ListedConversation> listed) =>
        (Assert.Single(listed).HeadAt, listed[0].Left);
}
