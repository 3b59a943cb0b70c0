using System.Collections.Immutable;

namespace MessageSync.Client.Tests.Stores;

/// <summary>What every store of a device has to do. A new store adds one subclass and no new test.</summary>
public abstract class DeviceStoreConformance : IDisposable
{
    private static readonly DateTimeOffset s_noon = new(2026, 5, 1, 12, 0, 0, 5, TimeSpan.Zero);

    protected abstract IDeviceStore Store { get; }

    /// <summary>The store after the process ended and began again.</summary>
    protected abstract IDeviceStore Reopened();

    [Fact]
    public void A_new_store_is_empty()
    {
        var stored = Store.Load();

        Assert.Equal(new DeviceState(), stored.State);
        Assert.Empty(stored.Conversations);
        Assert.Empty(stored.Outbox);
        Assert.Empty(stored.Notifications);
        Assert.Null(Store.FindMessage("tea", 1));
        Assert.Null(Store.FindMembership("tea"));
    }

    [Fact]
    public void What_is_committed_is_there_after_a_restart()
    {
        var state = new DeviceState
        {
            User = "ann",
            Epoch = "e",
            Cursor = "e.5",
            Repair = new("e.1", "p"),
            Generation = 2,
            Resets = 3,
            LastOutboxNo = 9,
        };
        var tea = new ConversationState
        {
            Id = "tea",
            Head = 7,
            HeadAt = s_noon,
            MutationKnown = 4,
            Held = SeqRanges.Of(new(1, 3), new(5, 7)),
            Hidden = SeqRanges.Of(new SeqRange(2, 2)),
            ReadUpTo = 6,
            MarkedUnread = true,
            UnlistedUpTo = 7,
            JoinedAtHead = 0,
            Todo = new() { Show = true, RoamAfter = 3, MutationsAfter = 1, Hidden = true, MembersAfter = "" },
            Noted = new(3, null),
        };
        var send = new OutboxItem(9, "tea", new DeviceCommand.Send("k", "a\0b"))
        {
            Status = OutboxStatus.Sent,
            Seq = 8,
            SentAt = s_noon,
        };
        var read = new OutboxItem(10, "tea", new DeviceCommand.Read(3)) { Status = OutboxStatus.Failed, Problem = "x" };
        var ring = new NotificationEntry("e.4", "e.3", s_noon, "ring", "{}", "n");
        Store.Commit(new()
        {
            State = state,
            Conversations = [tea],
            Messages = [Message(1)],
            Outbox = [read, send],
            Notifications = [ring],
        });

        var stored = Reopened().Load();

        Assert.Equal(state, stored.State);
        Assert.Equal([tea], stored.Conversations);
        Assert.Equal([send, read], stored.Outbox);
        Assert.Equal([ring], stored.Notifications);
        Assert.Equal(Message(1), Store.FindMessage("tea", 1));
    }

    [Fact]
    public void Members_are_kept_and_stay_ordered_ordinally()
    {
        var membership = new Membership { Conversation = "tea", IsComplete = true };
        membership = membership with
        {
            Roles = membership.Roles.Add("b", "owner").Add("B", "member").Add("a", "member"),
            Receipts = membership.Receipts.Add("b", 4),
        };
        Store.Commit(new() { Memberships = [membership] });

        var found = Reopened().FindMembership("tea")!;

        Assert.Equal(["B", "a", "b"], found.Roles.Keys);
        Assert.Equal(["B", "C", "a", "b"], found.Roles.Add("C", "member").Keys);
        Assert.Equal(4, found.Receipts["b"]);
        Assert.True(found.IsComplete);
        Assert.Equal(ImmutableSortedDictionary<string, string>.Empty, found.Reading);
    }

    [Fact]
    public void The_newest_messages_of_a_range_come_ascending()
    {
        Store.Commit(new() { Messages = [Message(5), Message(1), Message(3), Message(4, "other")] });

        Assert.Equal([3L, 5], Seqs(Store.ReadMessages("tea", new(1, 5), 2)));
        Assert.Equal([1L, 3], Seqs(Store.ReadMessages("tea", new(1, 4), 9)));
        Assert.Empty(Store.ReadMessages("tea", new(6, 9), 9));
    }

    [Fact]
    public void Of_one_key_the_last_is_kept()
    {
        Store.Commit(new() { Messages = [Message(1)] });

        Store.Commit(new() { Messages = [Message(1) with { Body = "new", Version = 1 }] });

        Assert.Equal("new", Store.FindMessage("tea", 1)!.Body);
    }

    [Fact]
    public void What_is_removed_goes_before_what_is_put_comes()
    {
        Store.Commit(new()
        {
            Conversations = [new() { Id = "tea", Head = 1 }, new() { Id = "old" }],
            Messages = [Message(1), Message(2), Message(1, "old")],
            Memberships = [new() { Conversation = "tea" }],
            Outbox = [new(1, "tea", new DeviceCommand.Recall(1))],
            Notifications = [new("e.4", "e.3", s_noon, "ring", "{}", "n")],
        });

        Store.Commit(new()
        {
            RemovedConversations = ["tea"],
            RemovedMessages = [("old", new(1, 9))],
            RemovedOutbox = [1],
            RemovedNotifications = ["e.4"],
            Conversations = [new() { Id = "tea", Head = 5 }],
            Messages = [Message(2) with { Body = "again" }],
        });

        var stored = Store.Load();
        Assert.Equal([("old", 0L), ("tea", 5L)], stored.Conversations.Select(one => (one.Id, one.Head)).Order());
        Assert.Null(Store.FindMessage("tea", 1));
        Assert.Equal("again", Store.FindMessage("tea", 2)!.Body);
        Assert.Null(Store.FindMessage("old", 1));
        Assert.Null(Store.FindMembership("tea"));
        Assert.Empty(stored.Outbox);
        Assert.Empty(stored.Notifications);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) { }

    private static IEnumerable<long> Seqs(IEnumerable<Message> messages) => messages.Select(message => message.Seq);

    private static Message Message(long seq, string conversation = "tea") =>
        new(conversation, seq, $"k{seq}", "ann", s_noon, "text/plain", "hi", null, "sent", 0);
}

public sealed class InMemoryDeviceStoreTests : DeviceStoreConformance
{
    protected override IDeviceStore Store { get; } = new InMemoryDeviceStore();

    protected override IDeviceStore Reopened() => Store;
}
