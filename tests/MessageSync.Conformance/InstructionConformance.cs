using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Conformance;

/// <summary>Edits, recalls, read marks and what users do to their own view.</summary>
public abstract class InstructionConformance : StoreConformance
{
    private static readonly SeqRanges Whole = SeqRanges.Of([new(new(1), new(1000))]);

    [Fact]
    public async Task An_edit_replaces_the_body_and_keeps_what_was_first_sent_known()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "a", "k"));
        Driver.Now += TimeSpan.FromSeconds(1);
        var run = await Driver.RunAsync(Tea, Edit(Ann, 1, "é\0"));

        await CrashAsync();

        Rendering.Same(
            new Message(Tea, new(1), new("k"), Ann, Noon, Body("é\0"))
            {
                State = MessageState.Edited,
                Version = 1,
                EditedAt = Noon.AddSeconds(1),
                Mutation = run.After.Change,
            },
            await OneAsync(1));
        Assert.Equal(Fingerprint.Of(Body("a")), await FingerprintAsync("k"));
        Rendering.Same(run.After, await Timelines.LoadAsync(Tea, Ct));
    }

    [Fact]
    public async Task A_recall_leaves_a_tombstone_and_no_fingerprint()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "a", "k"));
        var edit = await Driver.RunAsync(Tea, Edit(Ann, 1, "b"));
        Driver.Now += TimeSpan.FromSeconds(1);
        var run = await Driver.RunAsync(Tea, Recall(1));

        await CrashAsync();

        Rendering.Same(
            new Message(Tea, new(1), new("k"), Ann, Noon, null)
            {
                State = MessageState.Recalled,
                Version = 1,
                EditedAt = Noon,
                RecalledAt = Noon.AddSeconds(1),
                RecalledBy = Backend.User,
                Mutation = run.After.Change,
            },
            await OneAsync(1));
        Assert.Null(await FingerprintAsync("k"));
        Assert.True(run.After.MutationHead > edit.After.MutationHead);
    }

    [Fact]
    public async Task A_read_mark_is_the_members_and_concerns_them_alone()
    {
        await Driver.RunAsync(Tea, Create(Ann, [Bob, .. Users(Limits.SmallGroupMembersMax)]), Send(Ann, "a"), Send(Ann, "b"));
        var run = await Driver.RunAsync(Tea, Read(Bob, 2));

        await CrashAsync();

        Rendering.Same(run.After, await Timelines.LoadAsync(Tea, Ct));
        var members = await Timelines.ReadMembersAsync(Tea, Now, null, 10, Ct);
        Assert.Equal([(Ann, 0L), (Bob, 2L)], members.Take(2).Select(member => (member.User, member.ReadUpTo.Value)));
        Assert.True(Assert.Single(await Inboxes.ReadLargeGroupsAsync(Bob, Ct)).Awaits);
    }

    [Fact]
    public async Task Another_owner_of_the_conversation_edits_nothing()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "a"));
        var late = await Driver.DecideAsync(Tea, Edit(Ann, 1, "late"));
        await Driver.RunAsync(Tea, Recall(1));

        Assert.Equal([Storage.WriteOutcome.Conflict], await Driver.CommitAsync(late));

        Assert.Equal(MessageState.Recalled, (await OneAsync(1)).State);
    }

    [Fact]
    public async Task Mutations_come_by_the_newest_each_message_once()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "a"), Send(Ann, "b"), Send(Ann, "c"));
        foreach (var command in new TimelineCommand[] { Edit(Ann, 2, "B"), Edit(Ann, 1, "A"), Recall(2), Edit(Ann, 3, "C") })
            await Driver.RunAsync(Tea, command);

        Assert.Equal([1, 2, 3], await MutatedAsync(0, Whole, 10));
        Assert.Equal([1, 2], await MutatedAsync(0, Whole, 2));
        Assert.Equal([2, 3], await MutatedAsync(6, Whole, 10));
        Assert.Equal([1, 3], await MutatedAsync(0, SeqRanges.Of([new(new(1), new(1)), new(new(3), new(9))]), 10));
        Assert.Equal([1], await MutatedAsync(0, Whole, 10, bytesMax: 0));
        Assert.Equal(new ChangeNo(7), await Timelines.LastMutationAsync(Tea, SeqRanges.Of([new(new(1), new(2))]), Ct));
        Assert.Equal(ChangeNo.None, await Timelines.LastMutationAsync(Tea, SeqRanges.Empty, Ct));
        Assert.Equal(ChangeNo.None, await Timelines.LastMutationAsync(new("none"), Whole, Ct));
    }

    [Fact]
    public async Task A_target_is_what_its_commander_sees()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob), Send(Ann, "a"), Add(Cid), Send(Ann, "b"));
        await Driver.ViewAsync(Bob, Hide(Tea, 1, 1));

        var targets = await Timelines.ReadTargetsAsync(
            Tea, [(Ann, new(1)), (Bob, new(1)), (Bob, new(2)), (Cid, new(1)), (Cid, new(2)), (null, new(1)), (Ann, new(3))], Ct);

        Assert.Equal([1L, null, 2L, null, 2L, 1L, null], targets.Select(target => target?.Message.Seq.Value));
        Assert.Equal([null, null], await Timelines.ReadTargetsAsync(new("none"), [(Ann, new(1)), (null, new(1))], Ct));
    }

    [Fact]
    public async Task A_target_names_those_who_saw_it_and_came_back()
    {
        await Driver.RunAsync(Tea, Create(Ann, Bob, Cid), Send(Ann, "a"), Remove(Bob, Cid), Send(Ann, "b"), Add(Bob));

        var targets = await Timelines.ReadTargetsAsync(Tea, [(Ann, new(1)), (Ann, new(2))], Ct);

        Assert.Equal([Bob], targets[0]!.Returned);
        Assert.Empty(targets[1]!.Returned);
    }

    [Fact]
    public async Task Hidden_ranges_that_touch_become_one()
    {
        await Driver.RunAsync(Tea, [Create(Ann), .. Enumerable.Range(1, 20).Select(i => Send(Ann, $"{i}"))]);
        foreach (var (from, to) in new[] { (3, 4), (8, 9), (15, 20), (5, 7), (1, 1) })
            await Driver.ViewAsync(Ann, Hide(Tea, from, to));
        await Driver.ViewAsync(Ann, Hide(Tea, 16, 17));

        await CrashAsync();

        Assert.Equal([(1, 1), (3, 9), (15, 20)], (await OwnAsync(Ann)).Hidden.Select(one => (one.From.Value, one.To.Value)));
        Assert.Equal(OwnView.Untouched, await OwnAsync(Bob));
    }

    [Fact]
    public async Task Marks_of_a_view_are_kept_each_by_itself()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "a"));
        await Driver.ViewAsync(Ann, new ViewCommand.MarkUnread(Tea, true));
        await Driver.ViewAsync(Ann, Hide(Tea, 1, 1, unlist: true));

        await CrashAsync();

        var own = await OwnAsync(Ann);
        Assert.Equal((new SeqNo(1), true, 1L), (own.UnlistedUpTo, own.MarkedUnread, own.Hidden.Size));
        Assert.True(Assert.Single(await Directory.ListAsync(Ann, told: false, Ct)).Unlisted);
        Assert.Null(await Driver.ViewAsync(Ann, new ViewCommand.MarkUnread(Tea, true)));
        await Driver.ViewAsync(Ann, new ViewCommand.MarkUnread(Tea, false));
        Assert.Equal((new SeqNo(1), false), ((await OwnAsync(Ann)).UnlistedUpTo, (await OwnAsync(Ann)).MarkedUnread));
    }

    [Fact]
    public async Task What_a_user_does_to_their_view_is_guarded_by_their_inbox()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "a"));
        var inbox = await Inboxes.LoadAsync(Ann, Ct);
        var facts = await Inboxes.ReadFactsAsync(Ann, [Tea], [], Ct);
        var late = inbox.Decide(Hide(Tea, 1, 1), OwnView.Untouched, facts, Driver.Now)!;
        await Driver.OfferAsync(Ann, Offers.Message(Tea, 2));

        Assert.Equal([Storage.WriteOutcome.Conflict], await Driver.CommitAsync(new Storage.InboxWrite(late, null)));

        Assert.Equal(OwnView.Untouched, await OwnAsync(Ann));
    }

    [Fact]
    public async Task What_a_user_does_leaves_what_they_were_told()
    {
        await Driver.RunAsync(Tea, Create(Ann), Send(Ann, "a"));
        await Driver.OfferAsync(Ann, Offers.Message(Tea, 2));
        await Driver.ViewAsync(Ann, Hide(Tea, 1, 1));

        Assert.Null(await Driver.DecideAsync(Ann, Offers.Message(Tea, 2)));
        Assert.Equal(new InboxSeqNo(2), Assert.Single(await Directory.ListAsync(Ann, told: true, Ct)).ToldSeq);
    }

    private static ViewCommand.Hide Hide(ConversationId id, long from, long to, bool unlist = false) =>
        new(id, new(new(from), new(to)), unlist, new(to));

    private async Task<Message> OneAsync(long seq) =>
        Assert.Single(await Timelines.ReadMessagesAsync([new(Tea, new(seq), new(seq))], AnyBytes, Ct));

    private async Task<Fingerprint?> FingerprintAsync(string key) =>
        (await Timelines.FindSendsAsync(Tea, [(Ann, new(key))], Ct))[0]!.Fingerprint;

    private async Task<OwnView> OwnAsync(UserId user) =>
        (await Timelines.ReadViewsAsync(user, [Tea], Ct))[0]!.Own;

    private async Task<IEnumerable<long>> MutatedAsync(long after, SeqRanges of, int limit, long bytesMax = AnyBytes) =>
        (await Timelines.ReadMutationsAsync(new(Tea, new(after), of, limit, bytesMax), Ct)).Select(one => one.Seq.Value);
}
