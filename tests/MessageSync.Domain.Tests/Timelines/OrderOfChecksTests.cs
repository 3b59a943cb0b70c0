using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

/// <summary>visible (404), known sendKey, former member, kind, right, repeats that write nothing, state, limits.</summary>
public sealed class OrderOfChecksTests
{
    private static readonly TimelineCommand[] Commands =
        [Send(Dan, "hi"), Rename(Dan, "Tea"), Bulk(Dan, [], [Dan]), Bulk(Dan, [Bob], []), Put(Dan, Bob), Remove(Dan, Bob)];

    [Fact]
    public void In_a_conversation_that_does_not_exist_everybody_finds_nothing()
    {
        var chat = new Chat();

        Assert.All(
            [.. Commands, Leave(Dan), Rename(Ann, "x") with { Caller = Backend }, Send(Ann, "hi") with { Caller = Backend }],
            command => Assert.Equal(new Refusal.ConversationNotFound(), chat.Refused(command)));
    }

    [Theory]
    [InlineData(ConversationKind.Group)]
    [InlineData(ConversationKind.Direct)]
    public void A_stranger_finds_nothing_whatever_they_want(ConversationKind kind)
    {
        var chat = new Chat(kind == ConversationKind.Group ? Group(Ann, Bob) : Direct(Ann, Bob));

        Assert.All(
            [.. Commands, Leave(Dan)],
            command => Assert.Equal(new Refusal.ConversationNotFound(), chat.Refused(command)));
    }

    [Fact]
    public void A_former_member_is_told_so_and_may_only_leave_again()
    {
        var chat = new Chat(Group(Ann, Bob, Dan), Leave(Dan));

        Assert.All(Commands, command => Assert.Equal(new Refusal.NotAMember(), chat.Refused(command)));
        chat.Repeated(Leave(Dan));
    }

    [Fact]
    public void A_direct_conversation_is_changed_by_nobody_not_even_where_it_would_write_nothing()
    {
        var chat = new Chat(Direct(Ann, Dan), Send(Dan, "hi"));

        Assert.All(
            [.. Commands.Skip(1), Leave(Dan), Put(Dan, Ann), Put(Dan, Ann) with { Caller = Backend }],
            command => Assert.Equal(new Refusal.DirectConversation(), chat.Refused(command)));
    }

    [Fact]
    public void The_right_comes_before_repeats_and_limits()
    {
        var chat = new Chat { MembersMax = 3 };
        chat.Must(Group(Ann, Bob, Dan));

        TimelineCommand[] commands =
            [Rename(Dan, "Tea"), Put(Dan, Bob), Put(Dan, Cid), Bulk(Dan, [], []), Remove(Dan, Cid)];

        Assert.All(
            commands,
            command => Assert.Equal(new Refusal.Forbidden(), chat.Refused(command)));
    }

    [Fact]
    public void Repeats_come_before_limits()
    {
        var chat = new Chat(Group(Ann, Bob, Cid));
        var draft = new TimelineDraft(Tea, chat.State, new(2, TimeSpan.FromDays(1)));

        Assert.Equal(new Verdict.Repeated(null), draft.Next(Bulk(Ann, [Bob, Cid], []), null, Noon));
    }
}
