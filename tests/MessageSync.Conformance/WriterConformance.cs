using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Timelines;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>What <see cref="IStoreWriter.CommitAsync"/> promises: what is stored, what is not, and that nothing lies
/// between.</summary>
public abstract class WriterConformance : StoreConformance
{
    [Fact]
    public async Task Every_writer_has_an_id_of_its_own()
    {
        var second = Store.OpenWriter();
        var first = Driver.Writer;
        await RestartAsync();

        string[] ids = [first.Id, second.Id, Driver.Writer.Id];

        Assert.Equal(3, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }

    [Fact]
    public async Task A_batch_stores_writes_of_every_kind()
    {
        var run = await Driver.DecideAsync(Tea, Create(Ann, Bob), Send(Ann, "hi"));
        var inbox = await Driver.DecideAsync(Ann, Offers.Message(Tea, 2));

        await Driver.StoreAsync(
            run, await Driver.DecideAsync(Cake, Create(Bob)), new InboxWrite(inbox!, null), Seen(Bob),
            new JournalClear("none", Through: 9), new LagWrite(new(1, Bob, Tea, [Offers.Message(Tea, 2)])), new LagClear(77));
        await CrashAsync();

        Rendering.Same(run.After, await Timelines.LoadAsync(Tea, Ct));
        Assert.NotNull(await Timelines.LoadAsync(Cake, Ct));
        Assert.Equal(inbox!.Head, (await Inboxes.LoadAsync(Ann, Ct)).Head);
        Assert.Single(await Inboxes.ReadDevicesAsync(Bob, Ct));
    }

    [Fact]
    public async Task What_another_writer_stored_is_seen_and_followed()
    {
        var second = Drive();
        await Driver.RunAsync(Tea, Create(Ann));

        await second.RunAsync(Tea, Send(Ann, "1"));
        var last = await Driver.RunAsync(Tea, Send(Ann, "2"));

        Rendering.Same(last.After, await Timelines.LoadAsync(Tea, Ct));
    }

    [Fact]
    public async Task A_run_that_follows_an_older_change_is_a_conflict()
    {
        await Driver.RunAsync(Tea, Create(Ann));
        var late = await Driver.DecideAsync(Tea, Send(Ann, "late"), Add(Bob), Rename("Late"));
        var stored = await Driver.RunAsync(Tea, Send(Ann, "first"));

        var outcomes = await Driver.CommitAsync(late);

        Assert.Equal([WriteOutcome.Conflict], outcomes);
        Rendering.Same(stored.After, await Timelines.LoadAsync(Tea, Ct));
        Assert.Null(Assert.Single(await Timelines.FindSendsAsync(Tea, [(Ann, new("late"))], Ct)));
        Assert.Single(await Timelines.ReadMessagesAsync([new(Tea, new(1), new(9))], AnyBytes, Ct));
        Assert.Empty(await Store.Directory.ListAsync(Bob, told: true, Ct));
    }

    [Fact]
    public async Task A_conversation_begins_once()
    {
        var (ann, bob) = (await Driver.DecideAsync(Tea, Create(Ann)), await Driver.DecideAsync(Tea, Create(Bob)));

        await Driver.StoreAsync(ann);

        Assert.Equal([WriteOutcome.Conflict], await Driver.CommitAsync(bob));
        Rendering.Same(ann.After, await Timelines.LoadAsync(Tea, Ct));
        Assert.Empty(await Store.Directory.ListAsync(Bob, told: true, Ct));
    }

    [Fact]
    public async Task A_run_that_follows_what_never_was_is_a_conflict()
    {
        var begun = StoreDriver.Decide(Tea, null, Noon, Create(Ann)).After;
        var next = StoreDriver.Decide(Tea, begun, Noon, Send(Ann, "hi"));

        Assert.Equal([WriteOutcome.Conflict], await Driver.CommitAsync(next));
        Assert.Null(await Timelines.LoadAsync(Tea, Ct));
    }

    [Fact]
    public async Task A_known_send_key_stops_its_whole_run()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob), Send(Ann, "first", "k"));
        var stored = await Driver.RunAsync(Tea, Send(Bob, "of another sender", "k"));

        var outcomes = await Driver.CommitAsync(
            await Driver.DecideAsync(Tea, Send(Ann, "new"), Rename("Other"), Send(Ann, "again", "k")));

        Assert.Equal([WriteOutcome.SendKeyKnown], outcomes);
        Rendering.Same(stored.After, await Timelines.LoadAsync(Tea, Ct));
        Assert.Null(Assert.Single(await Timelines.FindSendsAsync(Tea, [(Ann, new("new"))], Ct)));
    }

    [Fact]
    public async Task A_run_that_is_late_and_has_a_known_key_is_a_conflict()
    {
        await Driver.RunAsync(Tea, Create(Ann));
        var late = await Driver.DecideAsync(Tea, Rename("Late"), Send(Ann, "again", "k"));
        var stored = await Driver.RunAsync(Tea, Send(Ann, "first", "k"));

        var outcomes = await Driver.CommitAsync(late);

        Assert.Equal([WriteOutcome.Conflict], outcomes);
        Rendering.Same(stored.After, await Timelines.LoadAsync(Tea, Ct));
        var message = Assert.Single(await Timelines.ReadMessagesAsync([new(Tea, new(1), new(9))], AnyBytes, Ct));
        Rendering.Same(Body("first"), message.Body);
    }

    [Fact]
    public async Task A_send_key_is_free_in_another_conversation()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "1", "k"));

        await Driver.RunAsync(Cake, Create(Ann), Send(Ann, "2", "k"));

        Assert.NotNull(Assert.Single(await Timelines.FindSendsAsync(Cake, [(Ann, new("k"))], Ct)));
    }

    [Fact]
    public async Task A_run_of_an_inbox_that_moved_on_is_a_conflict()
    {
        await Driver.OfferAsync(Ann, Offers.Title(Tea, 1));
        var late = await Driver.DecideAsync(Ann, Offers.Title(Tea, 3), Offers.Message(Cake, 1));
        await Driver.OfferAsync(Ann, Offers.Message(Tea, 2));
        var before = await EverythingOfAsync(Ann);

        var outcomes = await Driver.CommitAsync(new InboxWrite(late!, Newest(1)));

        Assert.Equal([WriteOutcome.Conflict], outcomes);
        Assert.Equal(before, await EverythingOfAsync(Ann));
    }

    [Fact]
    public async Task A_notification_in_conflict_leaves_no_key()
    {
        var inbox = await Inboxes.LoadAsync(Ann, Ct);
        var run = inbox.Decide(new EntryContent.Notification("n", "b", new("k")), default, Noon);
        await Driver.OfferAsync(Ann, Offers.Message(Tea, 1));

        Assert.Equal([WriteOutcome.Conflict], await Driver.CommitAsync(new InboxWrite(run, null)));
        Assert.Null(await Inboxes.FindNotifiedAsync(Ann, new("k"), Ct));
    }

    [Fact]
    public async Task Conflicts_leave_the_rest_of_the_batch_untouched()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "k"));
        var late = await Driver.DecideAsync(Ann, Offers.Message(Tea, 1));
        await Driver.OfferAsync(Ann, Offers.Message(Cake, 1));
        var two = StoreDriver.Decide(new("two"), null, Noon, Create(Ann)).After;

        var outcomes = await Driver.CommitAsync(
            await Driver.DecideAsync(new("one"), Create(Ann)),
            StoreDriver.Decide(new("two"), two, Noon, Send(Ann, "x")),
            await Driver.DecideAsync(Tea, Send(Ann, "k")),
            await Driver.DecideAsync(Cake, Create(Ann)),
            new InboxWrite(late!, null),
            Seen(Ann),
            new InboxWrite((await Driver.DecideAsync(Bob, Offers.Message(Tea, 1)))!, null));

        Assert.Equal(
            [
                WriteOutcome.Stored, WriteOutcome.Conflict, WriteOutcome.SendKeyKnown, WriteOutcome.Stored,
                WriteOutcome.Conflict, WriteOutcome.Stored, WriteOutcome.Stored,
            ], outcomes);
        Assert.Equal(
            [Cake, new("one"), Tea],
            (await Store.Directory.ListAsync(Ann, told: true, Ct)).Select(one => one.Conversation).Order());
        Assert.Single(await Inboxes.ReadDevicesAsync(Ann, Ct));
        Assert.Equal(new InboxSeqNo(1), (await Inboxes.LoadAsync(Bob, Ct)).Head);
    }

    [Fact]
    public async Task A_run_that_cannot_be_stored_takes_its_batch_along()
    {
        var begun = await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "1"));
        var good = await Driver.DecideAsync(Tea, Send(Ann, "2"));
        var poison = good with { Changes = [(MessageSent)good.Changes[0] with { Seq = new(1) }] };

        var thrown = await Record.ExceptionAsync(() => Driver.CommitAsync(
            StoreDriver.Decide(Cake, null, Noon, Create(Ann)), poison, Seen(Ann)));

        Assert.NotNull(thrown);
        Assert.IsNotType<StoreUnavailableException>(thrown);
        Assert.Null(await Timelines.LoadAsync(Cake, Ct));
        Assert.Empty(await Inboxes.ReadDevicesAsync(Ann, Ct));
        Rendering.Same(begun.After, await Timelines.LoadAsync(Tea, Ct));
        await Driver.StoreAsync(good);
    }

    private static DevicesWrite Seen(UserId owner) =>
        new(owner, new Dictionary<DeviceId, DeviceCursor?> { [new("phone")] = new(new("phone"), null, Noon) });

    private async Task<string> EverythingOfAsync(UserId owner)
    {
        var epoch = await Store.Settings.ReadEpochAsync(Ct);
        var query = new InboxQuery(owner, new(epoch, new(0)), epoch, Everything, 1000);
        var facts = await Inboxes.ReadFactsAsync(owner, [Tea, Cake], [new(Tea, EntryKind.Conversation)], Ct);
        return Rendering.Of(await Inboxes.ReadAsync(query, Ct)) + Rendering.Of(facts);
    }
}
