using static MessageSync.Client.Tests.Rules.Desk;

namespace MessageSync.Client.Tests.Rules;

public sealed class ResetTests
{
    private static readonly Reset s_trimmed = new("trimmed", At(50));

    [Fact]
    public void A_new_device_takes_the_head_lists_and_syncs_from_that_head()
    {
        var desk = new Desk();
        var first = desk.Answer<DeviceRequest.Sync>(new DeviceReply.Synced(
            new([], At(40), At(70), true, new("new", At(40)), "e")));

        desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([Shown(3)], "p2", "e")));
        desk.Restart();
        Assert.Equal("p2", desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([], null, "e"))).Page);

        Assert.Equal((null, 0), (first.Cursor, first.Limit));
        Assert.Equal(At(70), desk.Next<DeviceRequest.Sync>().Cursor);
    }

    [Fact]
    public void After_trimmed_it_repairs_from_what_was_known_before_the_reply()
    {
        var desk = WithTea(head: 3, mutation: 4);

        desk.Trimmed(0, 52, s_trimmed, New(Message(8)), Edited(Message(8, version: 1, mutation: 20)));

        var list = desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([Shown(8, 20)], null, "e")));
        Assert.Equal((At(0), null), (list.LostAfter, list.Page));
        Assert.Equal(new RoamAnchor.After(3),
            desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(4, 5, true, true, 8, 20))).Anchor);
        Assert.Equal(new RoamAnchor.After(5),
            desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(6, 8, true, false, 8, 20))).Anchor);
        Assert.Equal(4, desk.Answer<DeviceRequest.Mutations>(new DeviceReply
            .MutationsRead(new([new(9, 2, Tombstone(2, 9))], 20, true))).After);
        Assert.Equal(9, desk.Answer<DeviceRequest.Mutations>(new DeviceReply.MutationsRead(new([], 20, false))).After);
        desk.Answer<DeviceRequest.Hidden>(new DeviceReply.HiddenRead(new([new(1, 1)])));
        desk.Answer<DeviceRequest.Members>(new DeviceReply.MembersRead(new([new("ann", "owner", default)], null)));
        Assert.True(desk.Device.IsUpToDate);
        Assert.Equal([2L, 3, 4, 5, 6, 7, 8], desk.Device.Messages("tea").Messages.Select(message => message.Seq));
        Assert.True(desk.Device.Messages("tea").Messages[0].IsRecalled);
    }

    [Fact]
    public void A_repair_goes_on_after_a_crash_where_it_was()
    {
        var desk = WithTea(head: 3, mutation: 4);
        desk.Trimmed(0, 50, s_trimmed);
        desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([Shown(8, 20)], "p2", "e")));

        desk.Restart();
        desk.Sync(50, 50);
        Assert.Equal("p2", desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([], null, "e"))).Page);
        desk.Restart();
        desk.Sync(50, 50);

        Assert.Equal(new RoamAnchor.After(3), desk.Next<DeviceRequest.Roam>().Anchor);
    }

    [Fact]
    public void A_second_reset_during_a_repair_keeps_the_older_position_and_the_older_notes()
    {
        var desk = WithTea(head: 3, mutation: 4);
        desk.Trimmed(0, 52, s_trimmed, New(Message(8)), Edited(Message(8, version: 1, mutation: 20)));

        desk.Trimmed(52, 90, new("trimmed", At(90)));

        var list = desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([Shown(9, 30)], null, "e")));
        Assert.Equal(At(0), list.LostAfter);
        Assert.Equal(new RoamAnchor.After(3),
            desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(4, 9, true, false, 9, 30))).Anchor);
        Assert.Equal(4, desk.Next<DeviceRequest.Mutations>().After);
    }

    [Fact]
    public void A_reset_after_the_list_of_a_repair_notes_what_that_repair_has_yet_to_ask()
    {
        var desk = WithTea(head: 3, mutation: 4);
        desk.Trimmed(0, 52, s_trimmed, New(Message(8)), Edited(Message(8, version: 1, mutation: 20)));
        desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([Shown(8, 20)], null, "e")));

        desk.Trimmed(52, 90, new("trimmed", At(90)));

        Assert.Equal(At(52), desk.Device.State.Repair!.Since);
        Assert.Equal(new Noted(3, 4), desk.Tea.Noted);
    }

    [Fact]
    public void Another_epoch_shows_the_old_data_until_the_list_has_replaced_it()
    {
        var desk = WithTea();
        desk.Device.News();
        desk.Answer<DeviceRequest.Sync>(new DeviceReply
            .Synced(new([], "f.0000", "f.0009", false, new("epoch", "f.0000"), "f")));
        Assert.Equal(3, desk.Device.Messages("tea").Messages.Count);

        desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([Shown(1)], null, "f")));

        Assert.Equal([1L], desk.Device.Messages("tea").Messages.Select(message => message.Seq));
        Assert.Equal(("f", "f.0009"), (desk.Device.State.Epoch, desk.Device.State.Cursor));
    }

    [Fact]
    public void In_another_epoch_what_was_sent_is_sent_again_and_what_names_old_messages_has_failed()
    {
        var desk = WithTea();
        desk.Device.Submit("tea", new DeviceCommand.Send("k", "hello"));
        desk.Answer<DeviceRequest.Order>(new DeviceReply.Sent(new(4, default, false)));
        desk.Device.Submit("tea", new DeviceCommand.Recall(2));
        desk.Answer<DeviceRequest.Order>(new DeviceReply.Lost());
        desk.Device.News();

        desk.Answer<DeviceRequest.Sync>(new DeviceReply
            .Synced(new([], "f.0000", "f.0009", false, new("epoch", "f.0000"), "f")));

        Assert.Equal(
            [(OutboxStatus.Waiting, null), (OutboxStatus.Failed, OutboxItem.EpochChanged)],
            desk.Device.Outbox().Select(item => (item.Status, item.Problem)));
    }

    [Fact]
    public void A_cursor_that_is_refused_as_invalid_leads_to_a_new_one_and_keeps_what_is_held()
    {
        var desk = WithTea(head: 3, mutation: 4);
        desk.Device.News();
        desk.Answer<DeviceRequest.Sync>(new DeviceReply.Refused("cursor-invalid"));
        desk.Now += TimeSpan.FromMinutes(1);

        Assert.Null(desk.Answer<DeviceRequest.Sync>(new DeviceReply
            .Synced(new([], At(0), At(9), false, null, "e"))).Cursor);
        Assert.Equal(3, desk.Device.Messages("tea").Messages.Count);
        desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([Shown(5, 6)], null, "e")));

        Assert.Equal(At(9), desk.Sync(9, 9).Cursor);
        Assert.Equal(new RoamAnchor.After(3),
            desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(4, 5, true, false, 5, 6))).Anchor);
        Assert.Equal(4, desk.Next<DeviceRequest.Mutations>().After);
    }

    [Theory]
    [InlineData("store-unavailable")]
    [InlineData("internal")]
    [InlineData("forbidden")]
    [InlineData("invalid-request")]
    [InlineData("unauthenticated")]
    public void No_refusal_drops_local_data(string problem)
    {
        var desk = WithTea(head: 3, mutation: 4);
        desk.Trimmed(0, 50, s_trimmed, new AdvancedEntry("", "", default, "tea", 9, 9));

        for (var i = 0; i < 30; i++)
        {
            desk.Now += TimeSpan.FromHours(1);
            desk.Device.News();
            if (desk.Device.Next(desk.Now) is { } request) desk.Device.Apply(request, new DeviceReply.Refused(problem),
                desk.Now);
        }

        Assert.Equal(3, desk.Device.Messages("tea").Messages.Count);
        Assert.Single(desk.Device.Conversations());
    }

    [Fact]
    public void Members_that_may_not_be_read_any_more_are_not_asked_for_again()
    {
        var desk = WithTea();
        desk.Sync(0, 1, new MemberEntry("", "", default, "tea", [new("cat", "joined", "member", 3)], 60, true));

        desk.Answer<DeviceRequest.Members>(new DeviceReply.Refused("not-a-member"));

        Assert.True(desk.Device.IsUpToDate);
        Assert.Equal(3, desk.Device.Members("tea").Members.Count);
    }
}
