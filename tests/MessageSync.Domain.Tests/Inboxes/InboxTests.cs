using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Inboxes;

public sealed class InboxTests
{
    private static readonly ConversationId Cake = new("cake");
    private readonly Box _box = new(Bob);

    [Fact]
    public void Offers_take_their_places_in_order()
    {
        _box.Offer(Message(Tea, 2, 1), Message(Cake, 9, 4), Message(Tea, 3, 2));

        Assert.Equal([1, 2, 3], _box.Entries.Select(entry => entry.Seq.Value));
        Assert.Equal([Tea, Cake, Tea], _box.Entries.Select(entry => entry.Conversation));
    }

    [Fact, Trait("Trap", "T22")]
    public void An_offer_repeated_is_taken_once()
    {
        _box.Offer(Message(Tea, 2, 1), Message(Tea, 3, 2));

        Assert.Null(_box.Offer(Message(Tea, 2, 1), Message(Tea, 3, 2)));
        Assert.Null(_box.Offer(Message(Tea, 3, 2)));
        _box.Offer(Message(Tea, 3, 2), Message(Tea, 4, 3), Message(Tea, 4, 3));

        Assert.Equal([1, 2, 3], _box.Entries.Select(entry => entry.Seq.Value));
    }

    [Fact]
    public void What_one_conversation_told_says_nothing_of_another()
    {
        _box.Offer(Message(Tea, 9, 1));

        _box.Offer(Message(Cake, 2, 1));

        Assert.Equal(2, _box.Entries.Count);
    }

    [Fact]
    public void A_run_says_how_far_it_told_of_each_conversation_and_which_entry_did()
    {
        var run = _box.Offer(Message(Tea, 2, 1), Message(Cake, 9, 4), Message(Tea, 3, 2))!;

        Assert.Equal([new(Cake, new(9), new(2)), new(Tea, new(3), new(3))], run.Told);
    }

    [Fact]
    public void A_run_of_many_conversations_tells_of_each_once_in_the_order_of_its_entries()
    {
        var chats = Enumerable.Range(0, 50).Select(i => new ConversationId($"chat-{i}")).ToList();

        var run = _box.Offer([
            .. chats.Select(chat => Message(chat, 2, 1)), .. chats.AsEnumerable().Reverse().Select(chat => Message(chat, 3, 2))])!;

        Assert.Equal(
            chats.AsEnumerable().Reverse().Select((chat, i) => new Told(chat, new(3), new(51 + i))), run.Told);
    }

    [Fact]
    public void A_newer_entry_of_its_kind_takes_in_the_older_one_and_moves_to_the_end()
    {
        _box.Offer(Title(Tea, 2, "a"), Message(Tea, 3, 1));

        var run = _box.Offer(Title(Tea, 4, "b"))!;

        Assert.Equal([new(1)], run.Removed);
        Assert.Equal([2, 3], _box.Entries.Select(entry => entry.Seq.Value));
        Assert.Equal(new EntryContent.Conversation("b"), _box.Entries[^1].Content);
    }

    [Fact]
    public void Entries_of_other_kinds_and_conversations_stay()
    {
        _box.Offer(Title(Tea, 2, "a"), Title(Cake, 2, "b"), Advanced(Tea, 3, 1), Joined(Tea, 4, Cid));

        _box.Offer(Title(Tea, 5, "c"));

        Assert.Equal([2, 3, 4, 5], _box.Entries.Select(entry => entry.Seq.Value));
    }

    [Fact]
    public void What_a_change_brings_first_comes_also_to_one_who_knows_it()
    {
        _box.Offer(Advanced(Tea, 3, 1));
        var shrunk = Joined(Tea, 4, Cid) with { First = new(new(1), ChangeNo.None) };

        _box.Offer(shrunk);

        Assert.Equal([EntryKind.Advanced, EntryKind.Member], _box.Entries.Select(entry => entry.Content.Kind));
        Assert.Equal([2, 3], _box.Entries.Select(entry => entry.Seq.Value));
        Assert.Null(_box.Offer(shrunk));
    }

    [Fact]
    public void Within_a_run_entries_merge_too_and_no_place_is_given_twice()
    {
        _box.Offer(Title(Tea, 2, "a"));

        var run = _box.Offer(Title(Tea, 3, "b"), Message(Tea, 4, 1), Title(Tea, 5, "c"))!;

        Assert.Equal([new(1)], run.Removed);
        Assert.Equal([3, 4], run.Added.Select(entry => entry.Seq.Value));
        Assert.Equal(new InboxSeqNo(4), run.Head);
    }

    [Fact, Trait("Trap", "T11")]
    public void A_thousand_instructions_of_one_kind_leave_one_entry_and_evict_no_message()
    {
        _box.Offer(Message(Tea, 1, 1));

        for (var change = 2; change <= 1001; change++) _box.Offer(Title(Tea, change, $"{change}"));

        Assert.Equal([1, 1001], _box.Entries.Select(entry => entry.Seq.Value));
    }

    [Fact]
    public void A_bulk_change_is_stored_within_the_bound_and_with_what_concerns_the_owner()
    {
        var crowd = new[] { Bob }.Concat(Users(200)).Select(user =>
            new MemberNews(user, MemberChangeKind.Joined, MemberRole.Member, SeqNo.None));

        _box.Offer(new Offer(Tea, new(1), new EntryContent.Member([.. crowd], false, 201)));

        var stored = Assert.IsType<EntryContent.Member>(Assert.Single(_box.Entries).Content);
        Assert.Equal((50, Bob, true), (stored.Changes.Count, stored.Changes[0].User, stored.Incomplete));
    }

    [Fact, Trait("Trap", "T13")]
    public void An_inbox_that_ran_empty_goes_on_counting()
    {
        var emptied = Inbox.Empty(Bob) with { Head = new(7), LastAt = Noon };
        var facts = new InboxFacts(
            new Dictionary<ConversationId, ChangeNo>(), new Dictionary<MergeKey, IReadOnlyList<InboxEntry>>());

        var run = emptied.Decide([Message(Tea, 2, 1)], facts, Noon)!;

        Assert.Equal((new InboxSeqNo(7), new InboxSeqNo(8)), (run.Expected, run.Head));
    }

    [Fact, Trait("Trap", "T35")]
    public void Times_never_decrease_when_the_clock_goes_back()
    {
        _box.Offer(Message(Tea, 2, 1));
        _box.Now -= TimeSpan.FromHours(1);

        _box.Offer(Message(Tea, 3, 2));
        _box.Notify(Ping("a"));

        Assert.All(_box.Entries, entry => Assert.Equal(Noon, entry.At));
    }

    [Fact, Trait("Trap", "T32")]
    public void Notifications_stand_in_the_same_order_belong_nowhere_and_never_merge()
    {
        _box.Offer(Title(Tea, 2, "a"));
        var run = _box.Notify(Ping("a"));
        _box.Notify(Ping("b"));
        _box.Offer(Title(Tea, 3, "b"));

        Assert.Equal([2, 3, 4], _box.Entries.Select(entry => entry.Seq.Value));
        Assert.Equal([null, null, Tea], _box.Entries.Select(entry => entry.Conversation));
        Assert.Equal(new Notified(new("a"), default, Noon), run.Notified);
        Assert.Empty(run.Told);
    }

    private static Offer Message(ConversationId conversation, long change, long seq) =>
        new(conversation, new(change), new EntryContent.Message(new(seq)));

    private static Offer Title(ConversationId conversation, long change, string title) =>
        new(conversation, new(change), new EntryContent.Conversation(title));

    private static Offer Advanced(ConversationId conversation, long change, long head) =>
        new(conversation, new(change), new EntryContent.Advanced(new(head), ChangeNo.None));

    private static Offer Joined(ConversationId conversation, long change, UserId user) => new(
        conversation, new(change),
        new EntryContent.Member([new(user, MemberChangeKind.Joined, MemberRole.Member, new(0))], false, 2));

    private static EntryContent.Notification Ping(string key) => new("ping", "", new(key));
}
