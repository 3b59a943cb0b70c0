using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.FanOut;

public sealed class LargeGroupTests
{
    private static readonly IReadOnlyList<UserId> Crowd = Users(Limits.SmallGroupMembersMax + 1);
    private static readonly UserId First = Crowd[0];
    private static readonly UserId Last = Crowd[^1];
    private static readonly UserId Other = Crowd[9];

    [Fact]
    public void A_group_is_large_with_more_than_500_members()
    {
        Assert.False(Small().State.IsLarge);
        Assert.True(Large().State.IsLarge);
    }

    [Fact]
    public void The_members_of_a_group_that_begins_large_learn_that_they_are_in()
    {
        var chat = Large();

        Assert.Equal("1 Member", chat.LastTo(Other));
        Assert.True(chat.Announcements[^1].IsLarge);
    }

    [Fact]
    public void In_a_large_group_nothing_is_offered_for_messages_and_titles()
    {
        var chat = Large(Send(First, "hi"));
        Assert.Empty(chat.LastOffers());

        chat.Must(Rename(First, "Cake"));

        Assert.Empty(chat.LastOffers());
        Assert.True(chat.Announcements[^1].IsLarge);
        Assert.Equal(new ChangeNo(3), chat.State.LargeChange);
    }

    [Fact]
    public void Who_joins_a_large_group_gets_the_member_entry_and_the_others_nothing()
    {
        var chat = Large(Send(First, "hi"), Put(First, Ann));

        Assert.Equal([Ann], chat.LastOffers().Keys);
        Assert.Equal("3 Member", chat.LastTo(Ann));
    }

    [Fact]
    public void Who_leaves_or_has_another_role_is_told_of_what_went_before_first()
    {
        var chat = Large(Put(First, Ann), Send(First, "hi"), Put(First, Other, MemberRole.Owner));
        Assert.Equal([Other], chat.LastOffers().Keys);
        Assert.Equal("3 Advanced, 4 Member", chat.LastTo(Other));
        Assert.Equal(
            new EntryContent.Advanced(new(1), ChangeNo.None), chat.LastOffers()[Other][0].Content);

        chat.Must(Leave(Last));
        Assert.Equal("4 Advanced, 5 Member", chat.LastTo(Last));
    }

    [Fact]
    public void Who_takes_over_from_the_last_owner_is_told()
    {
        var chat = Large(Put(First, Ann), Leave(First));

        Assert.Equal("2 Advanced, 3 Member", chat.LastTo(Crowd[1]));
        Assert.Equal("2 Advanced, 3 Member", chat.LastTo(First));
        Assert.Equal("", chat.LastTo(Other));
    }

    [Fact]
    public void When_a_group_becomes_large_its_members_are_told_once_by_advanced_and_who_joins_by_member()
    {
        var chat = Small(Send(First, "hi"), Put(First, Last));

        Assert.Equal(Crowd.Count, chat.LastOffers().Count);
        Assert.Equal("3 Advanced", chat.LastTo(Other));
        Assert.Equal(new EntryContent.Advanced(new(1), ChangeNo.None), chat.LastTo<EntryContent.Advanced>(Other));
        Assert.Equal("3 Member", chat.LastTo(Last));
        Assert.True(chat.Announcements[^1].IsLarge);
    }

    [Fact]
    public void When_a_large_group_shrinks_to_500_everybody_gets_advanced_first_with_the_head_before()
    {
        var chat = Large(Send(First, "hi"), Leave(Last));

        Assert.Equal("3 Advanced, 3 Member", chat.LastTo(Other));
        Assert.Equal("3 Advanced, 3 Member", chat.LastTo(Last));
        Assert.Equal(new EntryContent.Advanced(new(1), ChangeNo.None), chat.LastOffers()[Other][0].First);
        Assert.False(chat.Announcements[^1].IsLarge);
    }

    [Fact]
    public void Who_joins_with_the_change_that_shrinks_the_group_was_not_there_before()
    {
        var chat = Large(Bulk(First, [Ann], [Last, Other]));

        Assert.Equal("2 Member", chat.LastTo(Ann));
        Assert.Equal("2 Advanced, 2 Member", chat.LastTo(First));
    }

    [Fact]
    public void After_shrinking_it_is_a_small_group_like_any_other()
    {
        var chat = Large(Leave(Last), Send(First, "hi"));

        Assert.Equal("3 Message", chat.LastTo(Other));
        Assert.Equal(new ChangeNo(1), chat.State.LargeChange);
    }

    private static Chat Small(params IReadOnlyList<TimelineCommand> then) =>
        new([Group(First, [.. Crowd.SkipLast(1)]), .. then]);

    private static Chat Large(params IReadOnlyList<TimelineCommand> then) => new([Group(First, Crowd), .. then]);
}
