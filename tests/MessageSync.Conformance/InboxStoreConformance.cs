using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Timelines;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>What <see cref="IInboxStore"/> promises an Inbox's grain: what it loads, and what it decides on.</summary>
public abstract class InboxStoreConformance : StoreConformance
{
    [Fact]
    public async Task An_inbox_that_never_held_anything_is_empty()
    {
        await Driver.OfferAsync(Bob, Offers.Message(Tea, 1));

        Rendering.Same(Inbox.Empty(Ann), await Inboxes.LoadAsync(Ann, Ct));
        Rendering.Same(
            new InboxFacts(new Dictionary<ConversationId, ChangeNo>(), new Dictionary<MergeKey, IReadOnlyList<InboxEntry>>()),
            await Inboxes.ReadFactsAsync(Ann, [Tea], [new(Tea, EntryKind.Message)], Ct));
        Assert.Null(await Inboxes.FindNotifiedAsync(Ann, new("k"), Ct));
        Assert.Empty(await Inboxes.ReadDevicesAsync(Ann, Ct));
        Assert.Empty(await Inboxes.ReadLargeGroupsAsync(Ann, Ct));
    }

    [Fact]
    public async Task An_inbox_loads_as_it_was_after_its_last_run()
    {
        var before = await Inboxes.LoadAsync(Ann, Ct);
        var first = await Driver.OfferAsync(Ann, Offers.Message(Tea, 1), Offers.Title(Tea, 2), Offers.Title(Cake, 1));
        Driver.Now += TimeSpan.FromMilliseconds(1);
        var second = await Driver.OfferAsync(Ann, Offers.Title(Tea, 3), Offers.Message(Tea, 4));

        await CrashAsync();

        Rendering.Same(before.Apply(first).Apply(second), await Inboxes.LoadAsync(Ann, Ct));
    }

    [Fact]
    public async Task At_every_length_an_inbox_loads_as_it_was_decided_and_told()
    {
        var expected = await Inboxes.LoadAsync(Ann, Ct);
        for (var change = 1; change <= 150; change++)
        {
            var about = change % 3 == 0 ? Cake : Tea;
            var offer = change % 10 == 0 ? Offers.Title(about, change) : Offers.Message(about, change);
            expected = expected.Apply(await Driver.OfferAsync(Ann, offer));

            Rendering.Same(expected, await Inboxes.LoadAsync(Ann, Ct));
            Assert.Equal(new(change), (await Inboxes.ReadFactsAsync(Ann, [about], [], Ct)).Told[about]);
        }
    }

    [Fact]
    public async Task Asked_for_at_the_same_time_each_inbox_is_its_own()
    {
        UserId[] users = [.. Enumerable.Range(0, 300).Select(i => new UserId($"user-{i}"))];
        await Driver.StoreAsync([.. await Task.WhenAll(users.Where((_, i) => i % 3 > 0).Select(async (user, i) =>
            new InboxWrite((await Driver.DecideAsync(user, Offers.Messages(Tea, 1 + (i % 5))))!, null)))]);

        var loaded = await Task.WhenAll(users.Concat(users).Select(user => Inboxes.LoadAsync(user, Ct)));
        var facts = await Task.WhenAll(users.Select(user => Inboxes.ReadFactsAsync(user, [Tea, Cake, Tea], [], Ct)));

        Assert.Equal(users.Concat(users), loaded.Select(inbox => inbox.Owner));
        Assert.All(facts.Zip(loaded), one => Assert.Equal(
            one.Second.Head.Value, one.First.Told.GetValueOrDefault(Tea).Value));
        Assert.Equal([0, 1, 2, 3, 4, 5], loaded.Select(inbox => inbox.Count).Distinct().Order());
    }

    [Fact]
    public async Task Facts_tell_how_far_the_inbox_was_told()
    {
        await Driver.OfferAsync(Ann, Offers.Message(Tea, 4), Offers.Message(Cake, 2), Offers.Message(Tea, 7));

        var facts = await Inboxes.ReadFactsAsync(Ann, [Tea, new("none")], [], Ct);

        Assert.Equal([KeyValuePair.Create(Tea, new ChangeNo(7))], facts.Told);
        Assert.Null(await Driver.DecideAsync(Ann, Offers.Message(Tea, 7), Offers.Message(Cake, 1)));
    }

    [Fact]
    public async Task Facts_bring_the_entries_to_merge_with()
    {
        var run = await Driver.OfferAsync(
            Ann, Offers.Title(Tea, 1), Offers.Title(Cake, 1), Offers.Member(Tea, 2, Bob), Offers.Message(Tea, 3));

        var facts = await Inboxes.ReadFactsAsync(
            Ann, [], [new(Tea, EntryKind.Member), new(Cake, EntryKind.Member), new(Cake, EntryKind.Conversation)], Ct);

        Assert.Empty(facts.Told);
        Rendering.Same(run.Added.Skip(1).Take(2), facts.Merging.Values.SelectMany(all => all).OrderBy(entry => entry.Seq));
        Rendering.Same(run.Added[2], Assert.Single(facts.Merging[new(Tea, EntryKind.Member)]));
    }

    [Fact]
    public async Task After_a_merge_only_the_newer_entry_is_there()
    {
        await Driver.OfferAsync(Ann, Offers.Member(Tea, 1, Bob), Offers.Message(Tea, 2));
        var merged = await Driver.OfferAsync(Ann, Offers.Member(Tea, 3, Cid));

        var facts = await Inboxes.ReadFactsAsync(Ann, [Tea], [new(Tea, EntryKind.Member)], Ct);

        Assert.Equal([new InboxSeqNo(1)], merged.Removed);
        Rendering.Same(new Inbox(Ann, new(3), Noon, Count: 2), await Inboxes.LoadAsync(Ann, Ct));
        Rendering.Same(merged.Added[0], Assert.Single(Assert.Single(facts.Merging.Values)));
        Assert.Equal(2, Assert.IsType<EntryContent.Member>(merged.Added[0].Content).Changes.Count);
    }

    [Fact]
    public async Task A_trimmed_inbox_keeps_its_head_and_what_it_was_told()
    {
        await Driver.OfferAsync(Ann, Offers.Title(Tea, 1), Offers.Message(Tea, 2));
        await Driver.OfferAsync(Ann, trim: Since(Noon.AddMilliseconds(1)), Offers.Message(Tea, 3));

        var inbox = await Inboxes.LoadAsync(Ann, Ct);
        var facts = await Inboxes.ReadFactsAsync(Ann, [Tea], [new(Tea, EntryKind.Conversation)], Ct);

        Rendering.Same(new Inbox(Ann, new(3), Noon, Count: 0), inbox);
        Assert.Equal(new ChangeNo(3), facts.Told[Tea]);
        Assert.Empty(facts.Merging);
    }

    [Fact]
    public async Task A_notification_is_known_by_its_key_also_when_its_entry_is_gone()
    {
        var run = await Driver.NotifyAsync(Ann, "k");
        await Driver.OfferAsync(Ann, trim: Newest(1), Offers.Message(Tea, 1));

        Assert.Equal(run.Notified, await Inboxes.FindNotifiedAsync(Ann, new("k"), Ct));
        Assert.Null(await Inboxes.FindNotifiedAsync(Ann, new("K"), Ct));
        Assert.Null(await Inboxes.FindNotifiedAsync(Bob, new("k"), Ct));
    }

    [Fact]
    public async Task Devices_are_as_they_were_saved_last()
    {
        var (phone, desk, tab) = (new DeviceId("phone"), new DeviceId("desk"), new DeviceId("tab"));
        var epoch = await Store.Settings.ReadEpochAsync(Ct);
        var seen = new DeviceCursor(phone, null, Noon);
        var acked = new DeviceCursor(desk, new(epoch, new(3)), Noon.AddSeconds(1));
        await Driver.StoreAsync(new DevicesWrite(Ann, new Dictionary<DeviceId, DeviceCursor?>
        {
            [phone] = seen,
            [desk] = seen with { Device = desk },
            [tab] = seen with { Device = tab },
        }));
        await Driver.StoreAsync(new DevicesWrite(
            Ann, new Dictionary<DeviceId, DeviceCursor?> { [desk] = acked, [tab] = null, [new("none")] = null }));
        await CrashAsync();

        var devices = await Inboxes.ReadDevicesAsync(Ann, Ct);

        Assert.Equal([acked, seen], devices.OrderBy(device => device.Device));
        Assert.Empty(await Inboxes.ReadDevicesAsync(Bob, Ct));
    }

    [Fact]
    public async Task A_device_keeps_an_ack_of_another_epoch()
    {
        var device = new DeviceCursor(new("phone"), new(new("0123abcd"), new(long.MaxValue)), Noon);
        await Driver.StoreAsync(
            new DevicesWrite(Ann, new Dictionary<DeviceId, DeviceCursor?> { [device.Device] = device }));

        Assert.Equal([device], await Inboxes.ReadDevicesAsync(Ann, Ct));
    }

    [Fact]
    public async Task Ids_that_differ_in_case_alone_are_different()
    {
        var (shouted, loud) = (new ConversationId("TEA"), new UserId("ANN"));
        DeviceId[] ids = [new("PHONE"), new("Phone"), new("phone")];
        var devices = ids.Select(id => new DeviceCursor(id, null, Noon)).ToList();
        await Driver.OfferAsync(Ann, Offers.Title(Tea, 1));
        await Driver.OfferAsync(Ann, Offers.Title(shouted, 2));
        await Driver.OfferAsync(loud, Offers.Title(Tea, 3));
        await Driver.StoreAsync(new DevicesWrite(Ann, devices.ToDictionary(one => one.Device, DeviceCursor? (one) => one)));

        var facts = await Inboxes.ReadFactsAsync(
            Ann, [Tea, shouted], [new(Tea, EntryKind.Conversation), new(shouted, EntryKind.Conversation)], Ct);

        Assert.Equal((new ChangeNo(1), new ChangeNo(2)), (facts.Told[Tea], facts.Told[shouted]));
        Assert.Equal(2, facts.Merging.Count);
        Assert.Equal(new ChangeNo(3), (await Inboxes.ReadFactsAsync(loud, [Tea], [], Ct)).Told[Tea]);
        Assert.Equal(devices, (await Inboxes.ReadDevicesAsync(Ann, Ct)).OrderBy(one => one.Device));
    }

    [Fact]
    public async Task Large_groups_are_those_that_a_present_member_may_have_to_be_told_of()
    {
        var crowd = Users(Limits.SmallGroupMembersMax);
        await Driver.RunAsync(Tea, Create(Ann, Bob));
        var large = await Driver.RunAsync(Tea, [Add(crowd), Send(Ann, "hi"), Remove(Bob), Add(Cid)]);
        await Driver.RunAsync(Cake, Create(Ann, Bob, Cid), Send(Ann, "small"));
        await Driver.OfferAsync(Ann, Offers.Message(Tea, 3));

        LargeGroup Known(long change, bool awaits) =>
            new(Tea, large.After.LargeChange, new(change), awaits, new(1), ChangeNo.None);
        Assert.Equal([Known(3, awaits: false)], await Inboxes.ReadLargeGroupsAsync(Ann, Ct));
        Assert.Equal([Known(0, awaits: true)], await Inboxes.ReadLargeGroupsAsync(Cid, Ct));
        Assert.Equal([Known(0, awaits: true)], await Inboxes.ReadLargeGroupsAsync(crowd[0], Ct));
        Assert.Empty(await Inboxes.ReadLargeGroupsAsync(Bob, Ct));
    }

    [Fact]
    public async Task A_member_who_is_yet_to_hear_of_their_joining_or_role_awaits_that_first()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob));
        await Driver.RunAsync(Tea, Add(Users(Limits.SmallGroupMembersMax)), new PutMember(Backend, Bob, MemberRole.Owner), Send(Ann, "hi"));
        await Driver.OfferAsync(Bob, Offers.Member(Tea, 2, Bob));

        var before = await Inboxes.ReadLargeGroupsAsync(Bob, Ct);
        await Driver.OfferAsync(Bob, Offers.Member(Tea, 3, Bob));
        var after = await Inboxes.ReadLargeGroupsAsync(Bob, Ct);

        Assert.True(Assert.Single(before).Awaits);
        Assert.False(Assert.Single(after).Awaits);
    }

    [Fact]
    public async Task A_group_that_was_large_is_told_of_still()
    {
        await Driver.RunAsync(Tea, Create(Ann, Users(Limits.SmallGroupMembersMax)), Remove(Users(9)), Send(Ann, "hi"));

        Assert.Equal(
            [new LargeGroup(Tea, LargeChange: new(1), Known: new(0), Awaits: true, Head: new(1), ChangeNo.None)],
            await Inboxes.ReadLargeGroupsAsync(Ann, Ct));
    }
}
