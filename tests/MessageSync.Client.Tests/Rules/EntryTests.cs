using static MessageSync.Client.Tests.Rules.Desk;

namespace MessageSync.Client.Tests.Rules;

public sealed class EntryTests
{
    [Fact]
    public void A_lower_version_never_replaces_a_higher_one()
    {
        var desk = WithTea();
        desk.Sync(0, 1, Edited(Message(2, "second", version: 2, mutation: 5)));

        desk.Sync(1, 2, Edited(Message(2, "first", version: 1, mutation: 4)));

        Assert.Equal(["hi", "second", "hi"], desk.Bodies);
    }

    [Fact]
    public void Recalled_beats_all()
    {
        var desk = WithTea();
        desk.Sync(0, 1, Recalled(Tombstone(2, 5)));

        desk.Sync(1, 2, Edited(Message(2, "late", version: 9, mutation: 6)), New(Message(2)));

        Assert.Equal(["hi", null, "hi"], desk.Bodies);
    }

    [Fact]
    public void No_entry_moves_the_known_mutation_as_its_message_may_show_a_later_one()
    {
        var desk = WithTea(mutation: 3);

        desk.Sync(0, 1, New(Message(4, "shows one", version: 1, mutation: 9)));
        desk.Sync(1, 2, Edited(Message(2, version: 2, mutation: 7)));   // tells of version 1; 6 has yet to come
        desk.Trimmed(2, 5, new("trimmed", At(4)), Recalled(Tombstone(1, 8)));
        desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([Shown(4, 8)], null, "e")));

        Assert.Equal(new DeviceRequest.Mutations("tea", 3, 100), desk.Next<DeviceRequest.Mutations>());
    }

    [Fact]
    public void A_page_of_the_history_moves_the_known_mutation_only_where_nothing_was_held()
    {
        var desk = WithTea(mutation: 3);

        desk.Device.Want("tea", new RoamAnchor.Newest());
        desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(1, 3, false, false, 3, mutation: 8)));

        Assert.Equal(3, desk.Tea.MutationKnown);
    }

    [Fact]
    public void A_page_read_before_a_known_mutation_is_read_up_from_there()
    {
        var desk = Begun();
        desk.Device.Want("tea", new RoamAnchor.Newest());
        var roam = desk.Next<DeviceRequest.Roam>();
        desk.Sync(0, 1, Recalled(Tombstone(2, 6)));

        desk.Device.Apply(roam, new DeviceReply.Roamed(Page(1, 3, false, false, 3, mutation: 4)), desk.Now);

        desk.Answer<DeviceRequest.Show>(new DeviceReply.Shown(Shown(3, 6)));
        desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(1, 3, false, false, 3, mutation: 6)));
        Assert.Equal(4, desk.Next<DeviceRequest.Mutations>().After);
    }

    [Fact]
    public void What_came_before_the_conversation_was_ever_shown_is_read_again_then()
    {
        var desk = Begun();
        desk.Sync(0, 1, New(Message(2)));

        desk.Answer<DeviceRequest.Show>(new DeviceReply.Shown(Shown(3, 6)));

        // It may be of an earlier stay, and recalled while the user was away.
        Assert.Equal(new RoamAnchor.After(1), desk.Next<DeviceRequest.Roam>().Anchor);
    }

    [Fact]
    public void Hidden_messages_leave_the_view_and_do_not_come_back()
    {
        var desk = WithTea();

        desk.Sync(0, 1, new HiddenEntry("", "", default, "tea", 1, 2, false));
        desk.Device.Want("tea", new RoamAnchor.Newest());
        desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(1, 3, false, false, 3)));

        Assert.Equal([3L], desk.Device.Messages("tea").Messages.Select(message => message.Seq));
        Assert.Empty(desk.Device.Messages("tea").Holes);
    }

    [Fact]
    public void An_unlisted_conversation_comes_back_with_a_newer_message_and_unread_one()
    {
        var desk = WithTea();
        desk.Sync(0, 1, new HiddenEntry("", "", default, "tea", 1, 3, true));
        Assert.Empty(desk.Device.Conversations());

        desk.Sync(1, 2, New(Message(4)));

        Assert.Equal(1, Assert.Single(desk.Device.Conversations()).Unread);
    }

    [Fact]
    public void Read_positions_and_receipts_never_move_back()
    {
        var desk = WithTea();
        desk.Sync(0, 1, new ReadEntry("", "", default, "tea", [new("ann", 3), new("bob", 2)], false));

        desk.Sync(1, 2, new ReadEntry("", "", default, "tea", [new("ann", 1), new("bob", 1)], false));

        Assert.Equal(3, desk.Device.Conversation("tea")!.ReadUpTo);
        Assert.Equal([("ann", 3L), ("bob", 2L)],
            desk.Device.Members("tea").Members.Select(one => (one.User, one.ReadUpTo!.Value)));
    }

    [Fact]
    public void Marked_unread_stays_until_an_entry_says_otherwise()
    {
        var desk = WithTea();
        desk.Sync(0, 1, new ReadEntry("", "", default, "tea", [new("ann", 0)], true));

        // Read on and marked again: the mark is as it was, and where the entry that set it is gone nothing tells of it.
        desk.Sync(1, 2, new ReadEntry("", "", default, "tea", [new("bob", 1), new("ann", 1)]));
        Assert.True(desk.Device.Conversation("tea")!.MarkedUnread);

        desk.Sync(2, 3, new ReadEntry("", "", default, "tea", [new("ann", 1)], false));
        Assert.False(desk.Device.Conversation("tea")!.MarkedUnread);
    }

    [Fact]
    public void Unread_counts_what_is_above_the_read_position_and_ones_own_newest_and_not_recalled()
    {
        var desk = WithTea();
        Assert.Equal(3, desk.Device.Conversation("tea")!.Unread);

        desk.Sync(0, 3, New(Message(4, sender: "ann")), New(Message(5)), New(Message(6)));
        Assert.Equal(2, desk.Device.Conversation("tea")!.Unread);

        desk.Sync(3, 4, Recalled(Tombstone(5, 2)));
        Assert.Equal(1, desk.Device.Conversation("tea")!.Unread);
    }

    [Fact]
    public void An_incomplete_member_entry_makes_the_device_read_the_members()
    {
        var desk = WithTea();

        desk.Sync(0, 1, new MemberEntry("", "", default, "tea", [new("cat", "joined", "member", 3)], 60, true));
        Assert.False(desk.Device.Members("tea").IsComplete);
        desk.Answer<DeviceRequest.Members>(new DeviceReply
            .MembersRead(new([new("ann", "owner", default), new("dan", "owner", default)], null)));

        Assert.Equal(["ann", "dan"], desk.Device.Members("tea").Members.Select(one => one.User));
    }

    [Fact]
    public void Members_follow_the_entries()
    {
        var desk = WithTea();

        desk.Sync(0, 1, new MemberEntry("", "", default, "tea",
            [new("bob", "left", null, 3), new("cat", "joined", "member", 3)], 2));

        Assert.Equal([("ann", "owner", (long?)0), ("cat", "member", 3)], desk.Device.Members("tea").Members);
        Assert.Null(desk.Device.Next(desk.Now) as DeviceRequest.Members);
    }

    [Fact]
    public void Where_nothing_was_sent_between_two_joinings_the_members_are_read_again()
    {
        var desk = WithTea(head: 3);
        var joined = Join(desk, 3);

        // Left meanwhile, which made bob an owner, and joined again: the newer entry tells of the joining alone.
        desk.Sync(1, 2, new MemberEntry("", "", default, "tea", [joined], 2));

        Assert.False(desk.Device.Members("tea").IsComplete);
        Assert.IsType<DeviceRequest.Members>(desk.Device.Next(desk.Now));
    }

    [Fact]
    public void A_joining_that_is_told_again_after_messages_is_the_one_that_is_known()
    {
        var desk = WithTea(head: 3);
        var joined = Join(desk, 2);

        desk.Sync(1, 2, new MemberEntry("", "", default, "tea", [joined, new("cat", "joined", "member", 3)], 3));

        Assert.True(desk.Device.Members("tea").IsComplete);
    }

    [Fact]
    public void On_its_users_own_joining_a_device_roams_the_conversation()
    {
        var desk = WithTea();

        desk.Sync(0, 1, new MemberEntry("", "", default, "tea", [new("ann", "joined", "member", 5)], 2));

        desk.Answer<DeviceRequest.Show>(new DeviceReply.Shown(Shown(5)));
        var roam = desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(1, 5, false, false, 5)));
        Assert.Equal(new RoamAnchor.After(0), roam.Anchor);
        Assert.Equal(5, desk.Device.Messages("tea").Messages.Count);
    }

    [Fact]
    public void After_advanced_it_roams_above_the_newest_held_and_reads_mutations_when_they_differ()
    {
        var desk = WithTea(mutation: 4);

        desk.Sync(0, 1, new AdvancedEntry("", "", default, "tea", 6, 8));

        desk.Answer<DeviceRequest.Show>(new DeviceReply.Shown(Shown(6, 8, members: 900)));
        Assert.Equal(new RoamAnchor.After(3),
            desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(4, 6, true, false, 6, 8))).Anchor);
        Assert.Equal(4, desk.Answer<DeviceRequest.Mutations>(new DeviceReply.MutationsRead(new([], 8, false))).After);
        Assert.Equal(8, desk.Tea.MutationKnown);
        Assert.Equal(6, desk.Device.Messages("tea").Messages.Count);
    }

    [Fact]
    public void After_advanced_nothing_is_read_that_is_known()
    {
        var desk = WithTea(mutation: 4);

        desk.Sync(0, 1, new AdvancedEntry("", "", default, "tea", 3, 4));

        desk.Answer<DeviceRequest.Show>(new DeviceReply.Shown(Shown(3, 4, members: 900)));
        Assert.IsType<DeviceRequest.Ack>(desk.Device.Next(desk.Now));
    }

    [Fact]
    public void An_entry_of_an_unknown_kind_is_skipped_and_its_cursor_counts()
    {
        var desk = WithTea();

        desk.Sync(0, 2, new InboxEntry("", "", default), New(Message(4)));

        Assert.Equal(At(2), desk.Device.State.Cursor);
        Assert.Equal(4, desk.Device.Messages("tea").Messages.Count);
    }

    [Fact]
    public void Notifications_stay_until_they_are_dismissed()
    {
        var desk = Begun();
        desk.Sync(0, 2, new NotificationEntry("", "", default, "ring", "1", "a"),
            new NotificationEntry("", "", default, "ring", "2", "b"));

        desk.Device.Dismiss(At(1));

        Assert.Equal(["2"], desk.Device.Notifications().Select(entry => entry.Body));
    }

    [Fact]
    public void What_is_before_an_own_message_stays_read_when_the_own_one_is_hidden()
    {
        var desk = WithTea();
        Assert.Equal((3, true), Unread(desk));

        desk.Sync(0, 2, New(Message(4, "mine", "ann")), new HiddenEntry("", "", default, "tea", 4, 4, false));

        Assert.Equal((0, true), Unread(desk));
    }

    [Fact]
    public void Where_something_is_hidden_the_server_says_what_is_unread()
    {
        var desk = new Desk();
        desk.Answer<DeviceRequest.Sync>(new DeviceReply.Synced(new([], At(0), At(0), false, null, "e")));
        var shown = Shown(3) with { Unread = 0, LastMessage = Message(2) };   // 3 is the user's own, and hidden
        desk.Answer<DeviceRequest.List>(new DeviceReply.Listed(new([shown], null, "e")));
        desk.Sync(0, 0);
        desk.Answer<DeviceRequest.Members>(new DeviceReply.MembersRead(new([], null)));
        desk.Device.Want("tea", new RoamAnchor.Newest());
        desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(1, 2, false, false, 3)));
        Assert.Equal((0, true), Unread(desk));

        desk.Sync(0, 1, New(Message(4)));
        Assert.Equal((1, true), Unread(desk));

        desk.Sync(1, 2, Recalled(Tombstone(2, 9)));
        Assert.Equal((1, false), Unread(desk));
    }

    private static (int, bool) Unread(Desk desk) =>
        desk.Device.Conversation("tea") is { } view ? (view.Unread, view.IsUnreadExact) : default;

    /// <summary>Ann joins at a head, and the device reads what that asks for.</summary>
    private static MemberChange Join(Desk desk, long head)
    {
        var joined = new MemberChange("ann", "joined", "owner", head);
        desk.Sync(0, 1, new MemberEntry("", "", default, "tea", [joined], 2));
        desk.Answer<DeviceRequest.Show>(new DeviceReply.Shown(Shown(3)));
        desk.Answer<DeviceRequest.Roam>(new DeviceReply.Roamed(Page(1, 3, false, false, 3)));
        desk.Answer<DeviceRequest.Members>(new DeviceReply.MembersRead(
            new([new("ann", "owner", default), new("bob", "member", default)], null)));
        return joined;
    }
}
