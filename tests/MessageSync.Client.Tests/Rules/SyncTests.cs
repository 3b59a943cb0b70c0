using static MessageSync.Client.Tests.Rules.Desk;

namespace MessageSync.Client.Tests.Rules;

public sealed class SyncTests
{
    [Fact]
    public void Only_what_is_stored_is_acked()
    {
        var desk = WithTea();

        desk.Sync(0, 1, New(Message(4)));

        Assert.Equal(At(1), desk.Next<DeviceRequest.Ack>().Cursor);
        Assert.Equal(At(1), desk.Store.Load().State.Cursor);
    }

    [Fact]
    public void An_own_entry_applied_twice_is_no_change()
    {
        var desk = WithTea();
        desk.Sync(0, 1, New(Message(4, sender: "ann")));
        var before = (desk.Tea, desk.Bodies.ToList());

        desk.Sync(1, 2, New(Message(4, sender: "ann")));

        Assert.Equal(before.Tea, desk.Tea);
        Assert.Equal(before.Item2, desk.Bodies);
    }

    [Fact]
    public void A_pushed_entry_that_follows_is_applied()
    {
        var desk = WithTea();

        Assert.True(desk.Device.Push(New(Message(4)) with { Previous = At(0), Cursor = At(1) }));

        Assert.Equal(At(1), desk.Device.State.Cursor);
        Assert.Equal(4, desk.Device.Messages("tea").Messages.Count);
    }

    [Fact]
    public void A_pushed_entry_whose_previous_is_elsewhere_makes_the_device_sync_with_its_own()
    {
        var desk = WithTea();

        Assert.False(desk.Device.Push(New(Message(5)) with { Previous = At(1), Cursor = At(2) }));

        Assert.Equal(At(0), desk.Next<DeviceRequest.Sync>().Cursor);
        Assert.Equal(3, desk.Device.Messages("tea").Messages.Count);
    }

    [Fact]
    public void News_that_come_during_a_sync_are_looked_at_after_it()
    {
        var desk = WithTea();
        desk.Device.News();
        var sync = desk.Next<DeviceRequest.Sync>();
        Assert.False(desk.Device.Push(New(Message(5)) with { Previous = At(1), Cursor = At(2) }));

        desk.Device.Apply(sync, new DeviceReply.Synced(Reply(At(0), 1, null, New(Message(4)))), desk.Now);

        Assert.Equal(At(1), desk.Next<DeviceRequest.Sync>().Cursor);
    }

    [Fact]
    public void A_device_waits_as_long_as_its_driver_says()
    {
        var desk = WithTea();

        desk.Device.Wait = TimeSpan.FromSeconds(20);

        Assert.Equal(TimeSpan.FromSeconds(20), desk.Next<DeviceRequest.Sync>().Wait);
        Assert.Throws<ArgumentOutOfRangeException>(() => desk.Device.Wait = TimeSpan.FromSeconds(61));
    }

    [Fact]
    public void When_the_network_is_back_nothing_waits_for_its_pause()
    {
        var desk = WithTea();
        desk.Device.News();
        desk.Device.Want("tea", new RoamAnchor.Newest());
        desk.Device.Submit("tea", new DeviceCommand.Read(1));
        while (desk.Device.Next(desk.Now) is { } request) desk.Device.Apply(request, new DeviceReply.Lost(), desk.Now);

        desk.Device.EndPauses();

        desk.Next<DeviceRequest.Order>();
        desk.Next<DeviceRequest.Roam>();
        desk.Next<DeviceRequest.Sync>();
        Assert.Null(desk.Device.WakeAt(desk.Now));
    }

    [Fact]
    public void A_page_that_a_push_has_overtaken_is_not_applied_and_asked_again()
    {
        var desk = WithTea();
        desk.Device.News();
        var sync = desk.Next<DeviceRequest.Sync>();
        desk.Device.Push(New(Message(4)) with { Previous = At(0), Cursor = At(1) });

        desk.Device.Apply(sync, new DeviceReply.Synced(Reply(At(0), 1, null, New(Message(4)))), desk.Now);

        Assert.Equal(At(1), desk.Next<DeviceRequest.Sync>().Cursor);
    }

    [Fact]
    public void An_empty_page_that_a_push_has_overtaken_does_not_move_the_cursor_back()
    {
        var desk = WithTea();
        desk.Device.News();
        var sync = desk.Next<DeviceRequest.Sync>();
        desk.Device.Push(New(Message(4)) with { Previous = At(0), Cursor = At(1) });

        desk.Device.Apply(sync, new DeviceReply.Synced(Reply(At(0), 0, null)), desk.Now);

        Assert.Equal(At(1), desk.Device.State.Cursor);
    }

    [Fact]
    public void A_page_with_a_hole_is_not_applied()
    {
        var desk = WithTea();
        desk.Device.News();
        var page = Reply(At(0), 3, null, New(Message(4)), New(Message(5)));

        desk.Answer<DeviceRequest.Sync>(new DeviceReply.Synced(page with { Entries = [page.Entries[1]] }));

        Assert.Equal(At(0), desk.Device.State.Cursor);
        Assert.Null(desk.Device.Next(desk.Now));
        Assert.Equal(desk.Now.AddSeconds(1), desk.Device.WakeAt(desk.Now));
    }

    [Fact]
    public void A_lost_answer_is_asked_for_again_after_growing_pauses()
    {
        var desk = WithTea();
        desk.Device.News();
        var pauses = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            desk.Answer<DeviceRequest.Sync>(new DeviceReply.Lost());
            Assert.Null(desk.Device.Next(desk.Now));
            var later = desk.Device.WakeAt(desk.Now)!.Value;
            pauses.Add((later - desk.Now).TotalSeconds);
            desk.Now = later;
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses);
    }

    [Fact]
    public void The_server_may_ask_for_a_longer_pause()
    {
        var desk = WithTea();
        desk.Device.News();

        desk.Answer<DeviceRequest.Sync>(new DeviceReply.Refused("overloaded", TimeSpan.FromMinutes(5)));

        Assert.Equal(desk.Now.AddMinutes(5), desk.Device.WakeAt(desk.Now));
    }

    [Fact]
    public void A_bug_at_one_conversation_keeps_no_other_from_going_on()
    {
        var desk = WithTea();
        desk.Device.Open("sick");
        desk.Device.Open("tea");

        desk.Answer<DeviceRequest.Show>(new DeviceReply.Refused("internal"));

        Assert.Equal("tea", desk.Next<DeviceRequest.Show>().Conversation);
    }

    [Fact]
    public void Scrolling_over_a_hole_roams_it()
    {
        var desk = WithTea();
        desk.Sync(0, 1, New(Message(9)));
        var hole = Assert.Single(desk.Device.Messages("tea").Holes);
        Assert.Equal(new SeqRange(4, 8), hole);

        desk.Device.Want("tea", new RoamAnchor.Before(hole.To + 1));
        var roam = desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(6, 8, true, true, 9)));

        Assert.Equal(new RoamAnchor.Before(9), roam.Anchor);
        Assert.Equal([new SeqRange(4, 5)], desk.Device.Messages("tea").Holes);
    }

    [Fact]
    public void A_page_that_was_asked_for_before_joining_again_is_asked_for_again()
    {
        var desk = WithTea();
        desk.Device.Want("tea", new RoamAnchor.Before(2));
        var roam = desk.Next<DeviceRequest.Roam>();
        desk.Sync(0, 1, new MemberEntry("", "", default, "tea", [new("ann", "joined", "member", 5)], 2));

        desk.Device.Apply(roam, new DeviceReply.Roamed(Page(1, 1, false, true, 3)), desk.Now);

        Assert.True(desk.Tea.Held.IsEmpty);
        Assert.Equal(roam, desk.Next<DeviceRequest.Roam>());
    }

    [Fact]
    public void A_store_belongs_to_one_user()
    {
        var desk = WithTea();

        Assert.Throws<ArgumentException>(() => new Device("bob", desk.Store));
    }

    [Fact]
    public void A_reply_to_a_request_that_is_not_under_way_changes_nothing()
    {
        var desk = WithTea();
        desk.Device.News();
        var sync = desk.Next<DeviceRequest.Sync>();
        desk.Restart();

        Assert.False(desk.Device.Apply(sync, new DeviceReply.Synced(Reply(At(0), 1, null, New(Message(4)))), desk.Now));

        Assert.Equal(At(0), desk.Device.State.Cursor);
    }
}
