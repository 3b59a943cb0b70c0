using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

public sealed class MembersTests
{
    [Fact]
    public void One_who_is_added_becomes_a_plain_member_and_sees_what_follows()
    {
        var chat = new Chat(Group(Ann), Send(Ann, "a"), Put(Ann, Bob));

        Assert.Equal(new Member(Bob, MemberRole.Member, new(3), new(1), Noon, new(1)), chat.State.Members[Bob]);
    }

    [Fact]
    public void One_can_be_added_as_owner()
    {
        var chat = new Chat(Group(Ann), Put(Ann, Bob, MemberRole.Owner));

        Assert.Equal([Ann, Bob], chat.Owners);
    }

    [Fact]
    public void Adding_a_member_again_writes_nothing_and_never_changes_a_role()
    {
        var chat = new Chat(Group(Ann, Bob));

        chat.Repeated(Put(Ann, Bob));
        chat.Repeated(Put(Ann, Ann));
        chat.Repeated(Put(Ann, Bob, MemberRole.Member));
        chat.Repeated(Put(Ann, Ann, MemberRole.Owner));
        chat.Repeated(Bulk(Ann, [Ann, Bob], [Cid]));

        Assert.Equal([Ann], chat.Owners);
    }

    [Fact]
    public void A_bulk_change_is_one_change_that_leaves_out_what_is_so_already()
    {
        var chat = new Chat(Group(Ann, Bob), Send(Ann, "a"));

        var change = Assert.IsType<MembersChanged>(chat.Must(Bulk(Ann, [Bob, Cid, Cid], [Dan])));

        var joined = new MemberChange(Cid, MemberChangeKind.Joined, MemberRole.Member);
        Assert.Equal([joined], change.Members);
        Assert.Equal((new SeqNo(1), "Tea", 3), (change.Head, change.Title, change.MemberCount));
    }

    [Fact]
    public void A_bulk_change_says_how_many_are_left()
    {
        var chat = new Chat(Group(Ann, Bob, Cid));

        var change = Assert.IsType<MembersChanged>(chat.Must(Bulk(Ann, [Dan], [Bob, Cid])));

        Assert.Equal(2, change.MemberCount);
        Assert.Equal([Ann, Dan], chat.State.Members.Keys.Order());
    }

    [Fact]
    public void Leaving_again_and_removing_one_who_is_not_in_write_nothing()
    {
        var chat = new Chat(Group(Ann, Bob), Leave(Bob));

        chat.Repeated(Leave(Bob));
        chat.Repeated(Remove(Ann, Bob));
        chat.Repeated(Remove(Ann, Dan));
    }

    [Fact]
    public void A_plain_member_may_leave_but_remove_nobody_and_change_nobody_in_bulk_not_even_themselves()
    {
        var chat = new Chat(Group(Ann, Bob, Cid));
        var forbidden = new Refusal.Forbidden();

        Assert.Equal(forbidden, chat.Refused(Remove(Bob, Cid)));
        Assert.Equal(forbidden, chat.Refused(Remove(Bob, Dan)));
        Assert.Equal(forbidden, chat.Refused(Bulk(Bob, [], [Bob])));
        Assert.Equal(forbidden, chat.Refused(Bulk(Bob, [], [])));
        Assert.Equal(forbidden, chat.Refused(Put(Bob, Bob)));
        chat.Must(Leave(Bob));
    }

    [Fact]
    public void A_service_manages_any_group_and_leaves_none()
    {
        var chat = new Chat(Group(Ann, Bob));

        chat.Must(Put(Ann, Cid) with { Caller = Backend });
        chat.Must(Bulk(Ann, [Dan], [Bob]) with { Caller = Backend });
        chat.Must(Rename(Ann, "Cake") with { Caller = Backend });
        chat.Must(Remove(Ann, Ann) with { Caller = Backend });

        chat.Repeated(new RemoveMember(Backend, Backend.User));
    }

    [Fact]
    public void A_full_conversation_takes_nobody_more_but_lets_people_be_exchanged_and_go()
    {
        var chat = new Chat { MembersMax = 2 };
        chat.Must(Group(Ann, Bob));
        var full = new Refusal.ConversationFull(2);

        Assert.Equal(full, chat.Refused(Put(Ann, Cid)));
        Assert.Equal(full, chat.Refused(Bulk(Ann, [Cid, Dan], [Bob])));
        chat.Repeated(Put(Ann, Bob));
        chat.Must(Bulk(Ann, [Cid], [Bob]));
        chat.Must(Leave(Cid));
    }

    [Fact]
    public void Where_more_are_in_than_may_be_they_can_still_go()
    {
        var before = new Chat(Group(Ann, Bob, Cid, Dan)).State;
        var draft = new TimelineDraft(Tea, before, new(2, TimeSpan.FromDays(1)));

        Assert.IsType<Verdict.Accepted>(draft.Next(Leave(Dan), null, Noon));
        Assert.IsType<Verdict.Accepted>(draft.Next(Bulk(Ann, [Dan], [Bob]), null, Noon));
        Assert.Equal(3, draft.After!.Members.Count);
    }

    [Fact]
    public void One_who_comes_back_begins_anew()
    {
        var chat = new Chat(
            Group(Ann, Bob), Put(Ann, Bob, MemberRole.Owner), Leave(Bob), Send(Ann, "a"))
        { Now = Noon.AddDays(1) };

        chat.Must(Put(Ann, Bob));

        Assert.Equal(new Member(Bob, MemberRole.Member, new(5), new(1), Noon.AddDays(1), new(1)), chat.State.Members[Bob]);
    }

    [Fact]
    public void A_title_that_is_so_already_is_not_written_again()
    {
        var chat = new Chat(Group(Ann, Bob));

        chat.Repeated(Rename(Ann, "Tea"));
        Assert.Equal(new Refusal.Forbidden(), chat.Refused(Rename(Bob, "Tea")));
        chat.Must(Rename(Ann, ""));

        Assert.Equal("", chat.State.Title);
    }
}
