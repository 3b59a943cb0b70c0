using MessageSync.FanOut;
using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

public sealed class EditTests
{
    private readonly Chat _chat = new(Group(Ann, Bob), Send(Ann, "a"), Send(Bob, "b"));

    [Fact]
    public void An_edit_replaces_the_body_and_counts()
    {
        _chat.Must(Edit(Ann, 1, "A", version: 0));
        var change = Assert.IsType<MessageEdited>(_chat.Must(Edit(Ann, 1, "AA", version: 1)));

        Assert.Equal((new ChangeNo(5), new SeqNo(1), 2), (change.No, change.Seq, change.Version));
        Assert.Equal((new ChangeNo(5), new SeqNo(2)), (_chat.State.MutationHead, _chat.State.Head));
    }

    [Fact]
    public void Only_the_sender_edits_owners_and_services_included()
    {
        Assert.Equal(new Refusal.Forbidden(), _chat.Refused(Edit(Ann, 2, "B", 0)));
        Assert.Equal(new Refusal.Forbidden(), _chat.Refused(new EditMessage(Backend, new(2), Body("B"), 0)));
    }

    [Fact]
    public void A_former_member_edits_nothing()
    {
        _chat.Must(Leave(Bob));

        Assert.Equal(new Refusal.NotAMember(), _chat.Refused(Edit(Bob, 2, "B", 0)));
    }

    [Fact]
    public void Who_does_not_see_a_message_hears_that_there_is_none()
    {
        _chat.Must(Put(Ann, Cid));

        Assert.Equal(new Refusal.MessageNotFound(), _chat.Refused(Edit(Cid, 1, "x", 0)));
        Assert.Equal(new Refusal.MessageNotFound(), _chat.Refused(Edit(Ann, 3, "x", 0)));
        Assert.Equal(new Refusal.ConversationNotFound(), _chat.Refused(Edit(Dan, 1, "x", 0)));
    }

    [Fact]
    public void A_former_member_hears_first_that_there_is_no_such_message()
    {
        _chat.Must(Leave(Bob));
        _chat.Must(Send(Ann, "c"));

        Assert.Equal(new Refusal.MessageNotFound(), _chat.Refused(Edit(Bob, 3, "x", 0)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_edit_of_another_version_is_refused_and_names_the_present_one(int version)
    {
        _chat.Must(Edit(Ann, 1, "A", 0));

        Assert.Equal(new Refusal.VersionConflict(1), _chat.Refused(Edit(Ann, 1, "other", version)));
    }

    [Fact]
    public void The_edit_that_made_the_present_version_may_be_repeated()
    {
        _chat.Must(Edit(Ann, 1, "A", 0));

        _chat.Repeated(Edit(Ann, 1, "A", 0));
    }

    [Fact]
    public void An_older_edit_is_no_repeat()
    {
        _chat.Must(Edit(Ann, 1, "A", 0));
        _chat.Must(Edit(Ann, 1, "AA", 1));

        Assert.Equal(new Refusal.VersionConflict(2), _chat.Refused(Edit(Ann, 1, "A", 0)));
    }

    [Fact]
    public void A_recalled_message_is_edited_no_more_not_even_by_a_repeat()
    {
        _chat.Must(Edit(Ann, 1, "A", 0));
        _chat.Must(Recall(Ann, 1));

        Assert.Equal(new Refusal.Recalled(), _chat.Refused(Edit(Ann, 1, "A", 0)));
        Assert.Equal(new Refusal.Recalled(), _chat.Refused(Edit(Ann, 1, "AA", 1)));
    }

    [Fact]
    public void A_message_of_the_same_run_is_edited_in_the_next_one()
    {
        var draft = new TimelineDraft(Tea, _chat.State, Chat.Rules);

        Assert.IsType<Verdict.Accepted>(draft.Next(Send(Ann, "c"), null, Noon));
        Assert.Null(draft.Next(Edit(Ann, 3, "C", 0), null, Noon));
    }

    [Fact]
    public void Two_changes_of_one_message_take_two_runs()
    {
        var draft = new TimelineDraft(Tea, _chat.State, Chat.Rules);
        var edit = Edit(Ann, 1, "A", 0);

        Assert.IsType<Verdict.Accepted>(draft.Next(edit, _chat.TargetOf(edit), Noon));
        Assert.Null(draft.Next(edit, _chat.TargetOf(edit), Noon));
        Assert.Null(draft.Next(Recall(Ann, 1), _chat.TargetOf(Recall(Ann, 1)), Noon));
    }

    [Fact]
    public void Members_hear_of_it_who_see_the_message()
    {
        _chat.Must(Put(Ann, Cid));
        _chat.Must(Edit(Ann, 1, "A", 0));

        Assert.Equal(["ann", "bob"], HearersOfTheLast().Select(user => user.Value));
    }

    [Fact]
    public void One_who_came_back_hears_of_what_they_saw_before()
    {
        _chat.Must(Leave(Bob));
        _chat.Must(Put(Ann, Bob));
        _chat.Must(Edit(Ann, 1, "A", 0));

        Assert.Equal(["ann", "bob"], HearersOfTheLast().Select(user => user.Value));
    }

    [Fact]
    public void With_the_whole_history_everybody_hears_of_it()
    {
        var chat = new Chat(new CreateConversation(
            new(Ann), ConversationKind.Group, HistoryPolicy.All, null, [Bob]), Send(Ann, "a"), Put(Ann, Cid));

        var change = Assert.IsType<MessageEdited>(chat.Must(Edit(Ann, 1, "A", 0)));

        Assert.Empty(change.Unseen);
    }

    private IEnumerable<UserId> HearersOfTheLast()
    {
        var offers = new Dictionary<UserId, List<Offer>>();
        Recipients.Collect(offers, Tea, _chat.Announcements[^1], _chat.State.Members.Keys);
        return offers.Where(one => one.Value.Any(offer => offer.Content is EntryContent.Edited)).Select(one => one.Key).Order();
    }
}
