using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Inboxes;

public sealed class ExplanationTests
{
    private static readonly DeviceId Phone = new("phone");
    private readonly Chat _chat = new(Group(Ann, Bob), Send(Ann, "a"), Send(Ann, "b"));

    [Fact]
    public void A_stranger_was_never_offered_anything() =>
        Explains(ExplanationReason.Stranger, "cid was never a member of tea", Trace(Cid));

    [Fact]
    public void What_was_sent_while_the_user_was_away_is_outside_their_intervals()
    {
        _chat.Must(Leave(Bob));
        _chat.Must(Send(Ann, "c"));

        Explains(ExplanationReason.OutsideInterval, "while bob was not a member (from after 0 to 2)", Trace(Bob, 3));
    }

    [Fact]
    public void Hiding_is_the_users_own_doing() =>
        Explains(ExplanationReason.Hidden, "bob hid message 1", Trace(Bob) with { IsHidden = true, IsVisible = false });

    [Fact]
    public void What_the_device_acked_it_has() => Explains(
        ExplanationReason.Acked, "bob/phone has message 1",
        Trace(Bob) with { Entry = Entry(4, new EntryContent.Message(new(1))), Known = Acked(4) });

    [Fact]
    public void What_it_has_not_acked_comes_with_the_next_sync() => Explains(
        ExplanationReason.InInbox, "bob/phone, last seen at 2026-01-02 12:00:00Z, has not acked it",
        Trace(Bob) with { Entry = Entry(4, new EntryContent.Message(new(1))), Known = Acked(3) });

    [Fact]
    public void An_ack_of_another_epoch_tells_nothing() => Assert.Equal(
        ExplanationReason.InInbox,
        Explanation.Of(Trace(Bob) with
        {
            Entry = Entry(4, new EntryContent.Message(new(1))),
            Known = new(Phone, new(new("00000001"), new(9)), Noon),
        }).Reason);

    [Fact]
    public void A_device_that_never_came_is_said_to_be_unknown() => Explains(
        ExplanationReason.InInbox, "bob/phone has never synced, or was forgotten",
        Trace(Bob) with { Entry = Entry(4, new EntryContent.Message(new(1))) });

    [Fact]
    public void What_was_before_joining_is_only_roamed()
    {
        var chat = new Chat(
            new CreateConversation(new(Ann), ConversationKind.Group, HistoryPolicy.All, null, []), Send(Ann, "a"), Put(Ann, Bob));

        Explains(
            ExplanationReason.BeforeJoining, "was sent before bob joined",
            Trace(Bob) with { Stays = chat.ViewOf(Bob).Stays, Message = chat[1] });
    }

    [Fact]
    public void In_a_large_group_members_learn_by_advanced() =>
        Explains(ExplanationReason.LargeGroup, "`advanced`", Trace(Bob) with { IsLarge = true });

    [Fact]
    public void What_is_too_old_was_dropped_for_its_age() => Explains(
        ExplanationReason.DroppedForAge, "until 2026-01-09 12:00:00Z, when it was 7 days old; a device that",
        Trace(Bob) with { KeptSince = Noon.AddMilliseconds(1) });

    [Fact]
    public void What_was_pushed_out_had_been_acked_or_not()
    {
        var pushed = Trace(Bob) with { Floor = new(9), OldestAt = Noon.AddHours(1) };

        Explains(ExplanationReason.DroppedForRoom, "by more than 1000 newer entries", pushed);
        Explains(ExplanationReason.DroppedForRoom, "bob/phone had acked it before", pushed with { Known = Acked(9) });
        Explains(ExplanationReason.DroppedForRoom, "hears `trimmed`", pushed with { Known = Acked(8) });
    }

    [Fact]
    public void What_is_in_nobodys_way_is_on_its_way() =>
        Explains(ExplanationReason.OnItsWay, "on its way to the Inbox of bob", Trace(Bob) with { Floor = new(9), OldestAt = Noon.AddHours(-1) });

    [Fact]
    public void A_recall_is_told_with_whatever_else()
    {
        _chat.Must(Recall(Ann, 1));
        var trace = Trace(Bob) with { Entry = Entry(4, new EntryContent.Message(new(1))), Known = Acked(9) };

        Explains(ExplanationReason.Acked, "It was recalled by", trace);
        Explains(ExplanationReason.Acked, "That is in the Inbox", trace with { Instruction = Entry(5, new EntryContent.Recalled(new(1))) });
    }

    private static void Explains(ExplanationReason reason, string words, MessageTrace trace)
    {
        var explanation = Explanation.Of(trace);

        Assert.Equal(reason, explanation.Reason);
        Assert.Contains(words, explanation.Sentence, StringComparison.Ordinal);
    }

    private static DeviceCursor Acked(long seq) => new(Phone, new(Samples.Epoch, new(seq)), Noon);

    private static InboxEntry Entry(long seq, EntryContent content) => new(new(seq), Noon, Tea, content);

    private MessageTrace Trace(UserId user, long seq = 1) => new(
        user, Phone, null, _chat.ViewOf(user).Stays, _chat.ViewOf(user).Visible().Contains(new(seq)), IsHidden: false,
        _chat[seq], IsLarge: false, Samples.Epoch, new(20), InboxSeqNo.None, Noon, null, null, null, TimeSpan.FromDays(7), Noon.AddDays(-7), 1000);
}
