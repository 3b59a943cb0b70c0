using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

public sealed class SuccessionTests
{
    [Fact]
    public void When_the_last_owner_leaves_the_longest_present_member_takes_over_in_the_same_change()
    {
        var chat = new Chat(Group(Ann, Dan), Put(Ann, Bob), Put(Ann, Cid));

        var change = Assert.IsType<MembersChanged>(chat.Must(Leave(Ann)));

        Assert.Equal([Dan], chat.Owners);
        Assert.Equal(
            [new(Ann, MemberChangeKind.Left, null), new(Dan, MemberChangeKind.Role, MemberRole.Owner)], change.Members);
    }

    [Fact]
    public void How_long_one_is_present_counts_from_the_last_joining()
    {
        var chat = new Chat(Group(Ann, Bob), Put(Ann, Cid), Leave(Bob), Put(Ann, Bob), Leave(Ann));

        Assert.Equal([Cid], chat.Owners);
    }

    [Fact]
    public void Of_those_who_came_together_the_lowest_id_takes_over()
    {
        var chat = new Chat(Group(Ann, Dan, Cid, Bob), Leave(Ann));

        Assert.Equal([Bob], chat.Owners);
    }

    [Fact]
    public void While_another_owner_stays_nobody_takes_over()
    {
        var chat = new Chat(Group(Ann, Bob, Cid), Put(Ann, Cid, MemberRole.Owner));

        var change = Assert.IsType<MembersChanged>(chat.Must(Leave(Ann)));

        Assert.Equal([Cid], chat.Owners);
        Assert.Single(change.Members);
    }

    [Fact]
    public void When_a_bulk_change_takes_all_owners_the_longest_present_of_those_who_stay_takes_over()
    {
        var chat = new Chat(Group(Ann, Bob, Cid), Put(Ann, Bob, MemberRole.Owner));

        chat.Must(Bulk(Ann, [Dan], [Ann, Bob]));

        Assert.Equal([Cid], chat.Owners);
    }

    [Fact]
    public void When_a_bulk_change_leaves_only_newcomers_the_first_of_them_is_owner()
    {
        var chat = new Chat(Group(Ann, Bob));

        chat.Must(Bulk(Ann, [Dan, Cid], [Ann, Bob]));

        Assert.Equal([Dan], chat.Owners);
        Assert.Equal([Cid, Dan], chat.State.Members.Keys.Order());
    }

    [Fact]
    public void All_may_leave_and_a_service_can_bring_somebody_in_again()
    {
        var chat = new Chat(Group(Ann, Bob), Leave(Ann), Leave(Bob));
        Assert.Empty(chat.State.Members);

        chat.Must(Put(Ann, Ann) with { Caller = Backend });

        Assert.Equal([Ann], chat.State.Members.Keys);
        Assert.Empty(chat.Owners);
    }

    [Fact]
    public void All_may_be_removed_at_once()
    {
        var chat = new Chat(Group(Ann, Bob));

        var change = Assert.IsType<MembersChanged>(chat.Must(Bulk(Ann, [], [Ann, Bob])));

        Assert.Equal(0, change.MemberCount);
        Assert.All(change.Members, member => Assert.Equal(MemberChangeKind.Left, member.Kind));
    }

    [Fact]
    public void When_the_last_owner_is_demoted_the_longest_present_other_member_takes_over()
    {
        var chat = new Chat(Group(Ann), Put(Ann, Dan), Put(Ann, Bob));

        chat.Must(Put(Ann, Ann, MemberRole.Member));

        Assert.Equal([Dan], chat.Owners);
        Assert.Equal(MemberRole.Member, chat.State.Members[Ann].Role);
    }

    [Fact]
    public void The_only_member_cannot_be_demoted_by_anybody()
    {
        var chat = new Chat(Group(Ann));

        Assert.Equal(new Refusal.Forbidden(), chat.Refused(Put(Ann, Ann, MemberRole.Member)));
        Assert.Equal(
            new Refusal.Forbidden(), chat.Refused(Put(Ann, Ann, MemberRole.Member) with { Caller = Backend }));
    }

    [Fact]
    public void One_of_two_owners_can_be_demoted_without_an_heir()
    {
        var chat = new Chat(Group(Ann, Bob), Put(Ann, Bob, MemberRole.Owner), Put(Bob, Ann, MemberRole.Member));

        Assert.Equal([Bob], chat.Owners);
    }
}
