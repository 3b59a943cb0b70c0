using MessageSync.Storage;
using MessageSync.Timelines;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>What <see cref="ITimelineStore"/> promises of members: who was in when, and what each of them sees.</summary>
public abstract class MembershipConformance : StoreConformance
{
    [Fact]
    public async Task Views_come_one_for_each_conversation_asked_for()
    {
        await Driver.RunAsync(Tea, Create(Ann));
        await Driver.RunAsync(Cake, Create(Ann));

        var views = await Timelines.ReadViewsAsync(Ann, [Cake, new("none"), Tea, Cake], Ct);

        Assert.Equal([Cake, null, Tea, Cake], views.Select(view => view?.Id));
        Assert.Empty(await Timelines.ReadViewsAsync(Ann, [], Ct));
    }

    [Fact]
    public async Task A_view_tells_what_the_conversation_is()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob));
        var empty = (await Timelines.ReadViewsAsync(Ann, [Tea], Ct))[0]!;
        Driver.Now += TimeSpan.FromMinutes(1);
        var run = await Driver.RunAsync(Tea, Send(Ann, "hi"), Rename("Other"), Remove(Bob));

        var view = (await Timelines.ReadViewsAsync(Ann, [Tea], Ct))[0]!;

        Assert.Equal((SeqNo.None, Noon, "Tea", 2), (empty.Head, empty.HeadAt, empty.Title, empty.MemberCount));
        Assert.Equal(run.After.Terms, view.Terms);
        Assert.Equal((new SeqNo(1), Driver.Now, "Other", 1), (view.Head, view.HeadAt, view.Title, view.MemberCount));
        Assert.Equal(ChangeNo.None, view.MutationHead);
        Rendering.Same(OwnView.Untouched, view.Own);
    }

    [Fact]
    public async Task A_stranger_and_a_service_have_no_stays()
    {
        await Driver.RunAsync(Tea, Create(Ann));

        Assert.Empty((await Timelines.ReadViewsAsync(Bob, [Tea], Ct))[0]!.Stays);
        Assert.Empty((await Timelines.ReadViewsAsync(null, [Tea], Ct))[0]!.Stays);
    }

    [Fact]
    public async Task A_stay_begins_at_the_head_of_its_joining()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "1"), Send(Ann, "2"));
        Driver.Now += TimeSpan.FromSeconds(1);
        await Driver.RunAsync(Tea, Send(Ann, "3"), new PutMember(Backend, Bob, MemberRole.Owner), Send(Bob, "4"));

        var stays = (await Timelines.ReadViewsAsync(Bob, [Tea], Ct))[0]!.Stays;

        Assert.Equal(
            [new MemberInterval(Bob, MemberRole.Owner, new(5), new(3), Driver.Now, ReadUpTo: new(3), Left: null)], stays);
    }

    [Fact]
    public async Task A_stay_ends_with_what_the_conversation_was_like_then()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob, Cid), Send(Ann, "1"), Rename("Then"));
        Driver.Now += TimeSpan.FromSeconds(1);
        await Driver.RunAsync(Tea, Send(Ann, "2"), Remove(Bob), Send(Ann, "3"), Rename("Now"), Remove(Cid));

        var stay = Assert.Single((await Timelines.ReadViewsAsync(Bob, [Tea], Ct))[0]!.Stays);

        Assert.Equal(new Leaving(new(5), new(2), Driver.Now, "Then", MemberCount: 2), stay.Left);
        Assert.Equal((new ChangeNo(1), SeqNo.None, Noon), (stay.JoinedChange, stay.JoinedAfter, stay.JoinedAt));
    }

    [Fact]
    public async Task Somebody_who_comes_back_has_a_stay_more()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob), Send(Ann, "1"), Remove(Bob), Send(Ann, "2"), Add(Bob));
        await Driver.RunAsync(Tea, Send(Ann, "3"), Remove(Bob), Add(Bob));

        var view = (await Timelines.ReadViewsAsync(Bob, [Tea], Ct))[0]!;

        Assert.Equal([0, 2, 3], view.Stays.Select(stay => stay.JoinedAfter.Value));
        Assert.Equal([1, 3, null], view.Stays.Select(stay => stay.Left?.UpTo.Value));
        Assert.Equal([new(new(1), new(1)), new SeqRange(new(3), new(3))], view.Visible());
    }

    [Fact]
    public async Task A_role_changes_within_the_stay()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob), Send(Ann, "1"));
        await Driver.RunAsync(Tea, new PutMember(Backend, Bob, MemberRole.Owner));
        await Driver.RunAsync(Tea, Remove(Ann));

        var ann = Assert.Single((await Timelines.ReadViewsAsync(Ann, [Tea], Ct))[0]!.Stays);
        var bob = Assert.Single((await Timelines.ReadViewsAsync(Bob, [Tea], Ct))[0]!.Stays);

        Assert.Equal((MemberRole.Owner, new ChangeNo(1), SeqNo.None), (bob.Role, bob.JoinedChange, bob.JoinedAfter));
        Assert.Equal(MemberRole.Owner, ann.Role);
    }

    [Fact]
    public async Task Members_of_a_change_are_those_right_after_it()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob), Send(Ann, "1"), Remove(Bob), Add(Cid));
        await Driver.RunAsync(Tea, Add(Bob));

        var members = new List<string>();
        for (var change = 0; change <= 6; change++)
            members.Add(string.Join(' ', (await Timelines.ReadMembersAsync(Tea, new(change), null, 10, Ct))
                .Select(member => $"{member.User}{member.JoinedChange}")));

        Assert.Equal(["", "ann1 bob1", "ann1 bob1", "ann1", "ann1 cid4", "ann1 bob5 cid4", "ann1 bob5 cid4"], members);
        Rendering.Same(
            await Timelines.ReadMembersAsync(Tea, new(6), null, 10, Ct),
            await Timelines.ReadMembersAsync(Tea, Now, null, 10, Ct));
    }

    [Fact]
    public async Task A_member_of_a_past_change_comes_with_the_interval_of_then()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob), Remove(Bob), Add(Bob));

        var members = await Timelines.ReadMembersAsync(Tea, new(1), Ann, 1, Ct);

        var stays = (await Timelines.ReadViewsAsync(Bob, [Tea], Ct))[0]!.Stays;
        Assert.Equal([stays[0]], members);
    }

    [Fact]
    public async Task Members_come_by_id_in_ordinal_order_page_by_page()
    {
        UserId[] ordered = [new("-"), new("1"), new("A"), new("B"), new("_"), new("a"), new("a-b"), new("aa"), new("b")];
        await Driver.RunAsync(Tea, Create(ordered[4], [.. ordered.Reverse()]));

        var paged = new List<UserId>();
        for (var page = await ReadAsync(null); page.Count > 0; page = await ReadAsync(paged[^1])) paged.AddRange(page);

        Assert.Equal(ordered, paged);

        async Task<List<UserId>> ReadAsync(UserId? after) =>
            [.. (await Timelines.ReadMembersAsync(Tea, Now, after, 2, Ct)).Select(member => member.User)];
    }
}
