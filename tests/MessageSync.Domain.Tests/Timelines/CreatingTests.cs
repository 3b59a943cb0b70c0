using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

public sealed class CreatingTests
{
    [Fact]
    public void The_creator_of_a_group_is_its_owner_and_the_others_are_members()
    {
        var chat = new Chat(Group(Ann, Bob, Cid));

        Assert.Equal([Ann], chat.Owners);
        Assert.Equal([Ann, Bob, Cid], chat.State.Members.Keys.Order());
        Assert.Equal(new ConversationTerms(ConversationKind.Group, HistoryPolicy.SinceJoin, Ann, Noon), chat.State.Terms);
    }

    [Fact]
    public void A_new_conversation_has_no_message_and_its_head_is_as_old_as_itself()
    {
        var chat = new Chat(Group(Ann));

        Assert.Equal(SeqNo.None, chat.State.Head);
        Assert.Equal(Noon, chat.State.HeadAt);
        Assert.Equal(new ChangeNo(1), chat.State.Change);
        Assert.Equal("Tea", chat.State.Title);
    }

    [Fact]
    public void Who_is_named_twice_or_names_themselves_is_in_once()
    {
        var chat = new Chat(Group(Ann, Bob, Ann, Bob));

        var created = Assert.IsType<ConversationCreated>(Assert.Single(chat.Changes));
        Assert.Equal([Ann, Bob], created.Members.Select(member => member.User));
        Assert.Equal([Ann], chat.Owners);
    }

    [Fact]
    public void A_service_creates_in_its_name_is_no_member_and_makes_the_first_one_owner()
    {
        var chat = new Chat(Group(Ann, Cid, Bob) with { Caller = Backend });

        Assert.Equal([Cid], chat.Owners);
        Assert.Equal([Bob, Cid], chat.State.Members.Keys.Order());
        Assert.Equal(Backend.User, chat.State.Terms.Creator);
    }

    [Fact]
    public void Creating_again_writes_nothing_and_compares_neither_title_nor_members()
    {
        var chat = new Chat(Group(Ann, Bob));

        chat.Repeated(Group(Ann, Cid) with { Title = "Coffee" });

        Assert.Equal("Tea", chat.State.Title);
        Assert.Equal([Ann, Bob], chat.State.Members.Keys.Order());
    }

    [Fact]
    public void Creating_again_with_another_kind_history_or_creator_is_refused()
    {
        var chat = new Chat(Group(Ann, Bob));
        var taken = new Refusal.ConversationExists();

        Assert.Equal(taken, chat.Refused(Group(Bob, Ann)));
        Assert.Equal(taken, chat.Refused(Group(Ann, Bob) with { Caller = Backend }));
        Assert.Equal(taken, chat.Refused(Group(Ann, Bob) with { History = HistoryPolicy.All }));
        Assert.Equal(taken, chat.Refused(Direct(Ann, Bob)));
    }

    [Fact]
    public void A_creator_who_left_finds_the_group_again_and_stays_out()
    {
        var chat = new Chat(Group(Ann, Bob), Leave(Ann));

        chat.Repeated(Group(Ann, Bob));

        Assert.Equal([Bob], chat.State.Members.Keys);
    }

    [Fact]
    public void A_direct_conversation_has_two_members_and_no_owner_and_both_find_it()
    {
        var chat = new Chat(Direct(Ann, Bob));

        chat.Repeated(Direct(Bob, Ann));

        Assert.Equal([Ann, Bob], chat.State.Members.Keys.Order());
        Assert.Empty(chat.Owners);
    }

    [Fact]
    public void A_direct_conversation_with_oneself_has_one_member_who_can_write_to_themselves()
    {
        var chat = new Chat(Direct(Ann, Ann));

        chat.Must(Send(Ann, "note"));

        Assert.Equal([Ann], chat.State.Members.Keys);
        Assert.Empty(chat.Owners);
    }

    [Fact]
    public void A_conversation_cannot_begin_with_more_members_than_it_may_have()
    {
        var chat = new Chat { MembersMax = 2 };

        var refusal = chat.Refused(Group(Ann, Bob, Cid));

        Assert.Equal(new Refusal.ConversationFull(2), refusal);
        Assert.Null(chat.Found);
        chat.Must(Group(Ann, Bob));
    }

    [Fact]
    public void The_id_of_a_direct_conversation_depends_on_the_unordered_pair_alone()
    {
        var ids = new[] { (Ann, Bob), (Ann, Cid), (Bob, Cid), (Ann, Ann), (new("annb"), new("ob")), (new("ANN"), Bob) }
            .Select(((UserId One, UserId Other) pair) =>
            {
                Assert.Equal(DirectConversation.IdOf(pair.One, pair.Other), DirectConversation.IdOf(pair.Other, pair.One));
                return DirectConversation.IdOf(pair.One, pair.Other);
            }).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.StartsWith(DirectConversation.Prefix, id.Value, StringComparison.Ordinal));
    }
}
