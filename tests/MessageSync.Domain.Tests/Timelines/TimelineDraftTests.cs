using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

public sealed class TimelineDraftTests
{
    private readonly Timeline _committed = new Chat(Group(Ann, Bob)).State;

    private TimelineDraft Draft => field ??= new(Tea, _committed, Chat.Rules);

    [Fact]
    public void Accepted_commands_of_one_run_build_on_one_another()
    {
        Accept(Put(Ann, Cid));
        Accept(Send(Cid, "hi"));
        Accept(Rename(Ann, "Cake"));

        Assert.Equal([2, 3, 4], Draft.Changes.Select(change => change.No.Value));
        Assert.Equal([2, 3, 4], Draft.Announcements.Select(announcement => announcement.Change.Value));
        Assert.Equal([3, 3, 3], Draft.Present.Select(members => members.Count));
        Assert.Equal((new SeqNo(1), "Cake"), (Draft.After!.Head, Draft.After.Title));
    }

    [Fact]
    public void Each_change_has_the_members_right_after_it()
    {
        Accept(Put(Ann, Cid));
        Accept(Send(Ann, "hi"));
        Accept(Leave(Cid));

        Assert.Equal([3, 3, 2], Draft.Present.Select(members => members.Count));
    }

    [Fact]
    public void A_refusal_that_only_the_run_gives_reason_for_waits()
    {
        Accept(Leave(Bob));

        Assert.Null(Draft.Next(Send(Bob, "hi"), null, Noon));
        Assert.Null(Draft.Next(Rename(Bob, "x"), null, Noon));
    }

    [Fact]
    public void A_repeat_that_only_the_run_gives_reason_for_waits()
    {
        Accept(Rename(Ann, "Cake"));
        Accept(Put(Ann, Cid));

        Assert.Null(Draft.Next(Rename(Ann, "Cake"), null, Noon));
        Assert.Null(Draft.Next(Put(Ann, Cid), null, Noon));
    }

    [Fact]
    public void A_refusal_or_repeat_that_holds_without_the_run_too_is_given_at_once()
    {
        Accept(Send(Ann, "hi"));

        Assert.Equal(new Verdict.Refused(new Refusal.Forbidden()), Draft.Next(Rename(Bob, "x"), null, Noon));
        Assert.Equal(new Verdict.Repeated(null), Draft.Next(Rename(Ann, "Tea"), null, Noon));
        Assert.Equal(new Verdict.NotPresent(), Draft.Next(Send(Dan, "hi"), null, Noon));
    }

    [Fact, Trait("Trap", "T23")]
    public void A_repeat_of_a_send_in_the_same_run_waits_also_with_another_body()
    {
        Accept(Send(Ann, "hi", "k"));

        Assert.Null(Draft.Next(Send(Ann, "hi", "k"), null, Noon));
        Assert.Null(Draft.Next(Send(Ann, "ho", "k"), null, Noon));
        Accept(Send(Bob, "hi", "k"));
    }

    [Fact]
    public void A_send_known_from_the_store_is_answered_within_a_run()
    {
        Accept(Send(Ann, "hi"));
        var known = new KnownSend(new(7), Noon, Fingerprint.Of(Body("old")));

        var verdict = Draft.Next(Send(Bob, "old"), known, Noon);

        Assert.Equal(new Verdict.Repeated(new SendReceipt(new(7), Noon, Duplicate: true)), verdict);
    }

    [Fact]
    public void What_needs_the_creation_of_the_same_run_is_part_of_it_and_what_repeats_it_waits()
    {
        var draft = new TimelineDraft(Tea, null, Chat.Rules);

        Assert.IsType<Verdict.Accepted>(draft.Next(Group(Ann, Bob), null, Noon));
        Assert.IsType<Verdict.Accepted>(draft.Next(Send(Bob, "hi"), null, Noon));
        Assert.Null(draft.Next(Group(Ann, Bob), null, Noon));
        Assert.Null(draft.Next(Send(Dan, "hi"), null, Noon));
        Assert.Equal([1, 2], draft.Changes.Select(change => change.No.Value));
    }

    [Fact]
    public void An_edit_or_recall_waits_for_who_comes_in_the_store_knows_whether_they_saw_it_before()
    {
        var edit = Edit(Ann, 1, "ho", 0);
        var target = new MessageTarget(new(Tea, new(1), new("k"), Ann, Noon, Body("hi")), []);
        Accept(Put(Ann, Dan));

        Assert.Null(Draft.Next(edit, target, Noon));
        Assert.Null(Draft.Next(Recall(Ann, 1), target, Noon));
    }

    [Fact]
    public void A_waiting_command_leaves_the_run_as_it_was()
    {
        Accept(Leave(Bob));
        var after = Draft.After;

        Draft.Next(Send(Bob, "hi"), null, Noon);

        Assert.Same(after, Draft.After);
        Assert.Single(Draft.Changes);
    }

    private void Accept(TimelineCommand command) =>
        Assert.IsType<Verdict.Accepted>(Draft.Next(command, null, Noon));
}
