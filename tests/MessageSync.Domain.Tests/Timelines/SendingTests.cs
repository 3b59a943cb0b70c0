using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

public sealed class SendingTests
{
    [Fact]
    public void Messages_are_numbered_from_1_without_a_gap_and_changes_count_everything()
    {
        var chat = new Chat(Group(Ann, Bob), Send(Ann, "a"), Rename(Ann, "Cake"), Send(Bob, "b"));

        Assert.Equal([1, 2], chat.Messages.Select(sent => sent.Seq.Value));
        Assert.Equal([1, 2, 3, 4], chat.Changes.Select(change => change.No.Value));
        Assert.Equal(new SeqNo(2), chat.State.Head);
    }

    [Fact, Trait("Trap", "T23")]
    public void A_repeated_send_gets_its_first_number_and_time_again()
    {
        var chat = new Chat(Group(Ann, Bob), Send(Ann, "hi", "k"));
        chat.Now += TimeSpan.FromDays(900);

        var receipt = chat.Repeated(Send(Ann, "hi", "k"));

        Assert.Equal(new SendReceipt(new(1), Noon, Duplicate: true), receipt);
    }

    [Fact, Trait("Trap", "T23")]
    public void Another_body_content_type_or_encoding_under_a_used_key_is_refused_and_named()
    {
        var chat = new Chat(Group(Ann, Bob), Send(Ann, "first"), Send(Ann, "hi", "k"));
        var reused = new Refusal.SendKeyReused(new(2));

        Assert.Equal(reused, chat.Refused(Send(Ann, "ho", "k")));
        Assert.Equal(reused, chat.Refused(new SendMessage(new(Ann), new("k"), Body("hi", "text/html"))));
        Assert.Equal(reused, chat.Refused(new SendMessage(new(Ann), new("k"), Body("hi") with { IsText = false })));
        Assert.Equal(2, chat.Messages.Count());
    }

    [Fact]
    public void A_send_key_belongs_to_its_sender_alone()
    {
        var chat = new Chat(Group(Ann, Bob), Send(Ann, "hi", "k"));

        chat.Must(Send(Bob, "ho", "k"));

        Assert.Equal(2, chat.Messages.Count());
    }

    [Fact]
    public void After_a_recall_any_repeat_is_a_duplicate()
    {
        var recalled = new KnownSend(new(3), Noon, Fingerprint: null);

        var verdict = recalled.Repeat(Send(Ann, "anything", "k"));

        Assert.Equal(new Verdict.Repeated(new SendReceipt(new(3), Noon, Duplicate: true)), verdict);
    }

    [Fact, Trait("Trap", "T23")]
    public void A_former_member_repeating_a_send_is_answered_as_before()
    {
        var chat = new Chat(Group(Ann, Bob), Send(Bob, "hi", "k"), Leave(Bob));

        Assert.Equal(new SeqNo(1), chat.Repeated(Send(Bob, "hi", "k"))!.Seq);
        Assert.Equal(new Refusal.SendKeyReused(new(1)), chat.Refused(Send(Bob, "ho", "k")));
        Assert.Equal(new Refusal.NotAMember(), chat.Refused(Send(Bob, "new")));
    }

    [Fact]
    public void A_service_cannot_send()
    {
        var chat = new Chat(Group(Ann));

        var refusal = chat.Refused(Send(Ann, "hi") with { Caller = Backend });

        Assert.Equal(new Refusal.Forbidden(), refusal);
    }

    [Fact]
    public void A_service_of_a_members_name_is_not_told_what_they_sent()
    {
        var chat = new Chat(Group(Ann), Send(Ann, "hi", "k"));

        var refusal = chat.Refused(Send(Ann, "hi", "k") with { Caller = new(Ann, IsService: true) });

        Assert.Equal(new Refusal.Forbidden(), refusal);
    }

    [Fact, Trait("Trap", "T35")]
    public void The_time_of_sending_never_decreases_when_the_clock_goes_back()
    {
        var chat = new Chat(Group(Ann), Send(Ann, "a")) { Now = Noon.AddHours(-1) };

        var held = Assert.IsType<MessageSent>(chat.Must(Send(Ann, "b")));
        chat.Now = Noon.AddMinutes(1);
        var later = Assert.IsType<MessageSent>(chat.Must(Send(Ann, "c")));

        Assert.Equal(Noon, held.At);
        Assert.Equal(Noon.AddMinutes(1), later.At);
        Assert.Equal(chat.Now, chat.State.HeadAt);
    }

    [Fact]
    public void Replayed_history_keeps_its_own_times_but_not_backwards()
    {
        var (old, older) = (Noon.AddYears(-9), Noon.AddYears(-10));
        var chat = new Chat(Group(Ann) with { At = old }, Send(Ann, "a") with { At = older });

        var sent = Assert.Single(chat.Messages);

        Assert.Equal(old, sent.At);
        Assert.Equal(old, chat.State.Terms.CreatedAt);
    }

    [Fact]
    public void A_change_that_is_not_the_next_one_cannot_be_applied()
    {
        var chat = new Chat(Group(Ann), Send(Ann, "a"));
        var again = chat.Changes[^1];
        var skipsAMessage = new MessageSent(
            new(3), Noon, new(3), Ann, new("k"), Body("k"), Fingerprint.Of(Body("k")));

        Assert.All(
            [again, skipsAMessage, new TitleChanged(new(2), Noon, "x"), new TitleChanged(new(4), Noon, "x")],
            change => Assert.Throws<InvalidOperationException>(() => chat.State.Apply(change)));
    }
}
