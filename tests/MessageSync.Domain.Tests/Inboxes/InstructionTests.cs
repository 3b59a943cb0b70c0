using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Inboxes;

public sealed class InstructionTests
{
    private readonly Box _box = new(Ann);

    [Fact, Trait("Trap", "T11")]
    public void A_thousand_edits_of_one_message_leave_one_entry()
    {
        for (var i = 1; i <= 1000; i++) _box.Offer(Told(i, new EntryContent.Edited(new(7))));

        Assert.Equal(new EntryContent.Edited(new(7)), Assert.Single(_box.Entries).Content);
        Assert.Equal(new InboxSeqNo(1000), _box.Entries[0].Seq);
    }

    [Fact]
    public void A_recall_takes_the_edit_of_its_message_in_and_no_other()
    {
        _box.Offer(Told(1, new EntryContent.Edited(new(1))), Told(2, new EntryContent.Edited(new(2))));
        _box.Offer(Told(3, new EntryContent.Recalled(new(1))));

        Assert.Equal(
            [new EntryContent.Edited(new(2)), new EntryContent.Recalled(new(1))],
            _box.Entries.Select(entry => entry.Content));
    }

    [Fact]
    public void An_edit_never_replaces_its_message()
    {
        _box.Offer(Told(1, new EntryContent.Message(new(1))), Told(2, new EntryContent.Edited(new(1))));

        Assert.Equal(2, _box.Entries.Count);
    }

    [Fact, Trait("Trap", "T11")]
    public void Many_receipts_leave_one_entry_with_the_newest_of_each_reader()
    {
        for (var i = 1; i <= 300; i++)
            _box.Offer(Told(i, new EntryContent.Read([new(i % 2 == 0 ? Bob : Cid, new(i))], null)));

        var read = Assert.IsType<EntryContent.Read>(Assert.Single(_box.Entries).Content);
        Assert.Equal([new ReadMark(Cid, new(299)), new ReadMark(Bob, new(300))], read.Reads);
    }

    [Fact]
    public void A_read_entry_is_bounded_and_keeps_the_owners_mark()
    {
        _box.Offer(Told(1, new EntryContent.Read([new(Ann, new(1))], null)));
        var users = Users(Limits.ReadersMax + 20);
        for (var i = 0; i < users.Count; i++) _box.Offer(Told(i + 2, new EntryContent.Read([new(users[i], new(1))], null)));

        var read = Assert.IsType<EntryContent.Read>(Assert.Single(_box.Entries).Content);
        Assert.Equal((Limits.ReadersMax + 1, Ann), (read.Reads.Count, read.Reads[0].Reader));
        Assert.Equal(users[^1], read.Reads[^1].Reader);
    }

    [Fact]
    public void A_receipt_leaves_the_unread_mark_as_it_is()
    {
        _box.Do(new ViewCommand.MarkUnread(Tea, true), OwnView.Untouched);
        _box.Offer(Told(1, new EntryContent.Read([new(Bob, new(1))], null)));

        Assert.True(Assert.IsType<EntryContent.Read>(Assert.Single(_box.Entries).Content).MarkedUnread);
    }

    [Theory]
    [InlineData(4, 6, 3, 9, 1)]
    [InlineData(1, 2, 1, 4, 2)]
    [InlineData(12, 13, 12, 13, 3)]
    public void Hidden_ranges_that_overlap_or_touch_become_one_entry(long from, long to, long first, long last, int entries)
    {
        _box.Do(Hide(3, 4), OwnView.Untouched);
        _box.Do(Hide(6, 9), OwnView.Untouched);

        _box.Do(Hide(from, to), OwnView.Untouched);

        Assert.Equal(entries, _box.Entries.Count);
        Assert.Equal(new EntryContent.Hidden(new(first), new(last), false), _box.Entries[^1].Content);
    }

    [Fact]
    public void What_is_hidden_already_writes_nothing()
    {
        var own = new OwnView(SeqRanges.Of([Range(1, 5)]), null, false);

        Assert.Null(_box.Do(Hide(2, 5), own));
        Assert.NotNull(_box.Do(Hide(2, 6), own));
        Assert.NotNull(_box.Do(Hide(2, 5, unlist: true), own));
        Assert.Null(_box.Do(Hide(2, 5, unlist: true), own with { UnlistedUpTo = new(9) }));
    }

    [Fact]
    public void An_entry_says_whether_the_conversation_is_out_of_the_list_with_it()
    {
        var unlisted = OwnView.Untouched with { UnlistedUpTo = new(9) };

        Assert.True(Unlisted(_box.Do(Hide(1, 1, unlist: true), OwnView.Untouched)!));
        Assert.True(Unlisted(_box.Do(Hide(3, 3), unlisted)!));
        Assert.False(Unlisted(_box.Do(Hide(5, 5), unlisted with { UnlistedUpTo = new(8) })!));
    }

    [Fact]
    public void What_the_owner_does_leaves_what_was_told_of_the_conversation()
    {
        _box.Offer(Told(5, new EntryContent.Message(new(1))));

        var run = _box.Do(Hide(1, 1), OwnView.Untouched)!;

        Assert.Equal(new Told(Tea, new(5), new(2)), Assert.Single(run.Told));
        Assert.Null(_box.Offer(Told(5, new EntryContent.Message(new(1)))));
    }

    private static bool Unlisted(InboxRun run) => ((EntryContent.Hidden)run.Added[^1].Content).Unlisted;

    private static Offer Told(long change, EntryContent content) => new(Tea, new(change), content);

    private static ViewCommand.Hide Hide(long from, long to, bool unlist = false) => new(Tea, Range(from, to), unlist, new(9));
}
