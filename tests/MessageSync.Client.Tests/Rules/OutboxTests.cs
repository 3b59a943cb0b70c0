using static MessageSync.Client.Tests.Rules.Desk;

namespace MessageSync.Client.Tests.Rules;

public sealed class OutboxTests
{
    private static readonly DeviceCommand.Send s_hello = new("k1", "hello");

    [Fact]
    public void A_send_is_repeated_under_its_key_until_an_answer_comes()
    {
        var desk = WithTea();
        desk.Device.Submit("tea", s_hello);
        desk.Answer<DeviceRequest.Order>(new DeviceReply.Lost());
        desk.Now += TimeSpan.FromSeconds(1);
        desk.Answer<DeviceRequest.Order>(new DeviceReply.Refused("store-unavailable"));
        desk.Now += TimeSpan.FromSeconds(2);

        var last = desk.Answer<DeviceRequest.Order>(new DeviceReply.Sent(new(4, default, true)));

        Assert.Equal(s_hello, last.What);
        Assert.Equal((OutboxStatus.Sent, 4), (desk.Device.Outbox()[0].Status, desk.Device.Outbox()[0].Seq));
    }

    [Fact]
    public void An_own_send_never_moves_the_cursor_and_leaves_the_outbox_with_its_entry()
    {
        var desk = WithTea();
        desk.Device.Submit("tea", s_hello);
        desk.Answer<DeviceRequest.Order>(new DeviceReply.Sent(new(5, default, false)));
        Assert.Equal(At(0), desk.Device.State.Cursor);

        desk.Sync(0, 2, New(Message(4)), New(Message(5, "hello", "ann") with { SendKey = "k1" }));

        Assert.Empty(desk.Device.Outbox());
        Assert.Equal(["hi", "hi", "hi", "hi", "hello"], desk.Bodies);
    }

    [Fact]
    public void An_entry_answers_a_send_whose_answer_was_lost()
    {
        var desk = WithTea();
        desk.Device.Submit("tea", s_hello);
        desk.Answer<DeviceRequest.Order>(new DeviceReply.Lost());

        desk.Sync(0, 1, New(Message(4, "hello", "ann") with { SendKey = "k1" }));

        Assert.Empty(desk.Device.Outbox());
    }

    [Fact]
    public void A_send_to_a_conversation_that_is_not_known_is_looked_for_when_it_was_taken()
    {
        var desk = Begun();
        desk.Device.Submit("tea", s_hello);
        desk.Answer<DeviceRequest.Order>(new DeviceReply.Sent(new(4, default, true)));

        var page = new RoamingPage([Message(4, "hello", "ann") with { SendKey = "k1" }], true, false, 4, 0, "e");
        var asked = desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(page));

        Assert.Equal(new DeviceRequest.Roam("tea", new RoamAnchor.After(3), 1), asked);
        Assert.Empty(desk.Device.Outbox());
        Assert.Equal(["hello"], desk.Bodies);
    }

    [Fact]
    public void A_final_refusal_is_kept_and_shown_and_can_be_retried_or_discarded()
    {
        var desk = WithTea();
        var item = desk.Device.Submit("tea", s_hello);
        desk.Answer<DeviceRequest.Order>(new DeviceReply.Refused("not-a-member"));
        desk.Restart();
        desk.Sync(0, 0);
        Assert.Equal((OutboxStatus.Failed, "not-a-member"),
            (desk.Device.Outbox()[0].Status, desk.Device.Outbox()[0].Problem));
        Assert.Null(desk.Device.Next(desk.Now));

        desk.Device.Retry(item.No);
        Assert.Equal(s_hello, desk.Next<DeviceRequest.Order>().What);
        desk.Device.Discard(item.No);

        Assert.Empty(desk.Device.Outbox());
    }

    [Fact]
    public void A_conversation_sends_in_order_and_hinders_no_other()
    {
        var desk = WithTea();
        desk.Device.Submit("tea", s_hello);
        desk.Device.Submit("tea", new DeviceCommand.Send("k2", "second"));
        desk.Device.Submit("milk", new DeviceCommand.Send("k3", "other"));

        var (first, other) = (desk.Next<DeviceRequest.Order>(), desk.Next<DeviceRequest.Order>());
        Assert.Null(desk.Device.Next(desk.Now));
        desk.Device.Apply(first, new DeviceReply.Sent(new(4, default, false)), desk.Now);

        Assert.Equal(("tea", "milk"), (first.Conversation, other.Conversation));
        Assert.Equal(new DeviceCommand.Send("k2", "second"), desk.Next<DeviceRequest.Order>().What);
    }

    [Fact]
    public void It_survives_a_restart_with_its_key_and_order()
    {
        var desk = WithTea();
        desk.Device.Submit("tea", s_hello);
        desk.Device.Submit("tea", new DeviceCommand.Read(3));

        desk.Restart();

        Assert.Equal(s_hello, desk.Answer<DeviceRequest.Order>(new DeviceReply.Sent(new(4, default, false))).What);
        Assert.Equal(new DeviceCommand.Read(3), desk.Next<DeviceRequest.Order>().What);
    }

    [Fact]
    public void The_same_key_waits_once()
    {
        var desk = WithTea();

        Assert.Equal(desk.Device.Submit("tea", s_hello), desk.Device.Submit("tea", s_hello));

        Assert.Single(desk.Device.Outbox());
    }

    [Fact]
    public void A_duplicate_that_was_recalled_meanwhile_does_not_bring_the_body_back()
    {
        var desk = WithTea();
        desk.Sync(0, 1, New(Message(9)));
        desk.Device.Submit("tea", s_hello);
        desk.Answer<DeviceRequest.Order>(new DeviceReply.Sent(new(5, default, true)));
        Assert.Equal(["hi", "hi", "hi", "hi"], desk.Bodies);

        var tombstone = Tombstone(5, 2) with { Sender = "ann", SendKey = "k1" };
        var roam = desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(new([tombstone], true, true, 9, 2, "e")));

        Assert.Equal((new RoamAnchor.After(4), 1), (roam.Anchor, roam.Limit));
        Assert.Equal(["hi", "hi", "hi", null, "hi"], desk.Bodies);
        Assert.Empty(desk.Device.Outbox());
    }

    [Fact]
    public void A_waiting_read_shows_at_once_and_stays_when_it_is_answered()
    {
        var desk = WithTea();
        desk.Device.Submit("tea", new DeviceCommand.Read(2));
        Assert.Equal((2, 1), (desk.Device.Conversation("tea")!.ReadUpTo, desk.Device.Conversation("tea")!.Unread));

        desk.Answer<DeviceRequest.Order>(new DeviceReply.Done());

        Assert.Equal((2, 1), (desk.Device.Conversation("tea")!.ReadUpTo, desk.Device.Conversation("tea")!.Unread));
    }

    [Fact]
    public void Nothing_is_sent_before_the_epoch_is_known()
    {
        var desk = new Desk();
        desk.Device.Submit("tea", s_hello);

        desk.Answer<DeviceRequest.Sync>(new DeviceReply.Synced(new([], At(0), At(0), false, null, "e")));

        desk.Next<DeviceRequest.Order>();
    }
}
