using MessageSync.FanOut;
using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.FanOut;

public sealed class SmallGroupTests
{
    [Fact]
    public void Creation_gives_each_member_exactly_one_entry_with_everybody_in_it()
    {
        var chat = new Chat(Group(Ann, Bob));

        Assert.Equal([Ann, Bob], chat.LastOffers().Keys.Order());
        var news = chat.LastTo<EntryContent.Member>(Bob);
        Assert.Equal(
            [
                new(Ann, MemberChangeKind.Joined, MemberRole.Owner, SeqNo.None),
                new(Bob, MemberChangeKind.Joined, MemberRole.Member, SeqNo.None),
            ],
            news.Changes);
        Assert.Equal((2, false), (news.MemberCount, news.Incomplete));
    }

    [Fact]
    public void A_message_goes_to_every_member_the_sender_included_and_to_nobody_else()
    {
        var chat = new Chat(Group(Ann, Bob, Cid), Leave(Cid), Send(Ann, "hi"));

        Assert.Equal([Ann, Bob], chat.LastOffers().Keys.Order());
        Assert.Equal(new EntryContent.Message(new(1)), chat.LastTo<EntryContent.Message>(Ann));
    }

    [Fact]
    public void A_title_goes_to_every_member()
    {
        var chat = new Chat(Group(Ann, Bob), Rename(Ann, "Cake"));

        Assert.Equal(new EntryContent.Conversation("Cake"), chat.LastTo<EntryContent.Conversation>(Bob));
    }

    [Fact]
    public void One_who_is_removed_learns_of_it_and_nothing_after()
    {
        var chat = new Chat(Group(Ann, Bob, Cid), Send(Ann, "1"), Remove(Ann, Cid));

        Assert.Equal([Ann, Bob, Cid], chat.LastOffers().Keys.Order());
        var news = chat.LastTo<EntryContent.Member>(Cid);
        Assert.Equal([new(Cid, MemberChangeKind.Left, null, new(1))], news.Changes);
        Assert.Equal(2, news.MemberCount);

        chat.Must(Send(Ann, "2"));
        Assert.Equal("", chat.LastTo(Cid));
    }

    [Fact]
    public void A_bulk_change_gives_each_user_one_entry()
    {
        var chat = new Chat(Group(Ann, Bob, Cid), Bulk(Ann, [Dan], [Ann]));

        Assert.All([Ann, Bob, Cid, Dan], user => Assert.Equal("2 Member", chat.LastTo(user)));
        Assert.Equal(
            [(Dan, MemberChangeKind.Joined), (Ann, MemberChangeKind.Left), (Bob, MemberChangeKind.Role)],
            chat.LastTo<EntryContent.Member>(Cid).Changes.Select(change => (change.User, change.Change)));
    }

    [Fact]
    public void Nothing_is_owed_and_nobody_is_told_by_advanced()
    {
        var chat = new Chat(Group(Ann, Bob), Send(Ann, "1"), Rename(Ann, "Cake"), Put(Ann, Cid), Leave(Cid));

        Assert.All(chat.Announcements, announcement => Assert.True(announcement is { IsLarge: false, First: null }));
        Assert.Equal(ChangeNo.None, chat.State.LargeChange);
    }

    [Fact]
    public void Offers_of_several_changes_follow_in_change_order()
    {
        var chat = new Chat(Group(Ann, Bob), Send(Ann, "1"), Leave(Bob), Put(Ann, Bob));
        var offers = new Dictionary<UserId, List<Offer>>();

        foreach (var announcement in chat.Announcements) Recipients.Collect(offers, Tea, announcement, [Ann, Bob]);

        Assert.Equal([1, 2, 3, 4], offers[Bob].Select(offer => offer.Change.Value));
    }
}
