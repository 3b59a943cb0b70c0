using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

public sealed class RecallTests
{
    private readonly Chat _chat = new(Group(Ann, Bob, Cid), Send(Bob, "b"));

    [Fact]
    public void The_sender_recalls_within_the_window()
    {
        _chat.Now = Noon + Chat.Rules.RecallWindow;

        var change = Assert.IsType<MessageRecalled>(_chat.Must(Recall(Bob, 1)));

        Assert.Equal((new SeqNo(1), Bob), (change.Seq, change.By));
    }

    [Fact]
    public void After_the_window_the_sender_is_too_late()
    {
        _chat.Now = Noon + Chat.Rules.RecallWindow + TimeSpan.FromMilliseconds(1);

        Assert.Equal(new Refusal.RecallWindowOver(Chat.Rules.RecallWindow), _chat.Refused(Recall(Bob, 1)));
    }

    [Fact]
    public void An_owner_and_a_service_recall_at_any_time()
    {
        _chat.Must(Send(Bob, "c"));
        _chat.Now = Noon.AddYears(1);

        Assert.Equal(Ann, Assert.IsType<MessageRecalled>(_chat.Must(Recall(Ann, 1))).By);
        Assert.Equal(
            Backend.User, Assert.IsType<MessageRecalled>(_chat.Must(new RecallMessage(Backend, new(2)))).By);
    }

    [Fact]
    public void Another_member_has_no_right_to_it_recalled_or_not()
    {
        Assert.Equal(new Refusal.Forbidden(), _chat.Refused(Recall(Cid, 1)));
        _chat.Must(Recall(Bob, 1));
        Assert.Equal(new Refusal.Forbidden(), _chat.Refused(Recall(Cid, 1)));
    }

    [Fact]
    public void In_a_direct_conversation_only_the_sender_recalls()
    {
        var chat = new Chat(Direct(Ann, Bob), Send(Bob, "b"));

        Assert.Equal(new Refusal.Forbidden(), chat.Refused(Recall(Ann, 1)));
        chat.Must(Recall(Bob, 1));
    }

    [Fact]
    public void Repeating_it_writes_nothing_whenever()
    {
        _chat.Must(Recall(Bob, 1));
        _chat.Now = Noon.AddYears(1);

        _chat.Repeated(Recall(Bob, 1));
        _chat.Repeated(Recall(Ann, 1));
    }

    [Fact]
    public void A_former_member_recalls_nothing()
    {
        _chat.Must(Leave(Bob));

        Assert.Equal(new Refusal.NotAMember(), _chat.Refused(Recall(Bob, 1)));
    }

    [Fact]
    public void A_service_hears_when_there_is_no_such_message() =>
        Assert.Equal(new Refusal.MessageNotFound(), _chat.Refused(new RecallMessage(Backend, new(2))));
}
