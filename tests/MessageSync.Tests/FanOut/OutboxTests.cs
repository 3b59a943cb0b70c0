using System.Globalization;
using MessageSync.FanOut;
using MessageSync.Inboxes;

namespace MessageSync.Tests.FanOut;

public sealed class OutboxTests
{
    private static readonly UserId s_ann = new("ann");
    private static readonly UserId s_bob = new("bob");
    private static readonly UserId s_cid = new("cid");
    private static readonly UserId[] s_members = [s_ann, s_bob, s_cid];

    private readonly Outbox _outbox = new(new("tea"));
    private readonly List<long> _done = [];

    [Fact]
    public void A_reader_hears_at_once_and_the_others_later()
    {
        Assert.Equal(new Added(Wake: true, Offers: 4, Holds: true), _outbox.TryAdd([Read(s_ann, 5)]));

        Assert.Equal(["ann 5"], Round());
        Assert.Empty(Round());
        Assert.True(_outbox.Release());
        Assert.Equal(["bob 5", "cid 5"], Round());
    }

    [Fact]
    public void Whatever_else_happens_takes_the_read_marks_along_in_their_order()
    {
        _outbox.TryAdd([Read(s_ann, 5), Read(s_bob, 6)]);
        Round();

        _outbox.TryAdd([Message(7)]);

        Assert.Equal(["ann 6 7", "bob 5 7", "cid 5 6 7"], Round());
        Assert.False(_outbox.Release());
    }

    [Fact]
    public void A_reader_is_told_first_what_others_read_before()
    {
        _outbox.TryAdd([Read(s_ann, 5)]);
        Round();

        _outbox.TryAdd([Read(s_bob, 6)]);

        Assert.Equal(["bob 5 6"], Round());
    }

    [Fact, Trait("Trap", "T11")]
    public void Of_many_read_marks_of_one_reader_the_newest_is_announced_and_all_are_done()
    {
        for (var change = 1; change <= 1000; change++)
            Assert.Equal(change == 1 ? 4 : 1, _outbox.TryAdd([Read(s_ann, change)])!.Value.Offers);
        while (Round().Count > 0) { }
        Assert.Empty(_done);

        _outbox.Release();

        Assert.Equal(["bob 1000", "cid 1000"], Round());
        Assert.Equal(Enumerable.Range(1, 1000).Select(i => (long)i), _done.Order());
    }

    [Fact]
    public void What_holds_read_marks_is_not_retired()
    {
        _outbox.TryAdd([Read(s_ann, 5)]);
        while (Round().Count > 0) { }

        Assert.False(_outbox.TryRetire());
        _outbox.Release();
        while (Round().Count > 0) { }
        Assert.True(_outbox.TryRetire());
        Assert.Null(_outbox.TryAdd([Message(6)]));
    }

    [Fact]
    public void What_a_dead_writer_left_is_announced_at_once()
    {
        Assert.False(_outbox.TryAdd([Read(s_ann, 5) with { Present = null }])!.Value.Holds);

        Assert.Equal(["ann 5", "bob 5", "cid 5"], Round());
    }

    /// <summary>Who gets which changes in the next round.</summary>
    private List<string> Round()
    {
        var offers = new Dictionary<UserId, List<Offer>>();
        foreach (var one in _outbox.Take() ?? [])
        {
            Recipients.Collect(offers, new("tea"), one.Announcement, s_members);
            one.Done();
        }
        return [.. offers.Where(own => own.Value.Count > 0).OrderBy(own => own.Key).Select(own =>
        {
            var changes = string.Join(' ', own.Value.Select(offer => offer.Change.Value));
            return string.Create(CultureInfo.InvariantCulture, $"{own.Key} {changes}");
        })];
    }

    private PendingAnnouncement Message(long change) => new(
        new(new(change), new EntryContent.Message(new(change))), s_members, () => _done.Add(change));

    private PendingAnnouncement Read(UserId reader, long change)
    {
        var content = new EntryContent.Read([new(reader, new(change))], null);
        var announcement = new Announcement(new(change), content)
        {
            Concerned = [reader],
            ToConcerned = content,
            IsReceipt = true,
        };
        return new(announcement, s_members, () => _done.Add(change));
    }
}
