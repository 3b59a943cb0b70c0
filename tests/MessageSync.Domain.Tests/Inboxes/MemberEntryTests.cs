using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Inboxes;

public sealed class MemberEntryTests
{
    private static readonly UserId Owner = Users(1)[0];

    [Fact]
    public void Of_each_user_the_newest_change_stays_oldest_first()
    {
        var older = Entry(3, Joined(Ann, 1), Joined(Bob, 1), Joined(Cid, 2));

        var merged = Entry(2, Left(Ann, 4)).TakeIn(older, Owner);

        Assert.Equal(Box.Text(Entry(2, Joined(Bob, 1), Joined(Cid, 2), Left(Ann, 4))), Box.Text(merged));
    }

    [Fact]
    public void Beyond_50_the_newest_50_stay_and_the_entry_says_that_it_is_incomplete()
    {
        var fifty = Entry(50, [.. Users(51).Skip(1).Select(user => Joined(user, 1))]);
        Assert.Same(fifty, fifty.Cut(Owner));

        var merged = (EntryContent.Member)Entry(51, Joined(Ann, 2)).TakeIn(fifty, Owner);

        Assert.True(merged.Incomplete);
        Assert.Equal([.. Users(51).Skip(2), Ann], merged.Changes.Select(change => change.User));
    }

    [Fact]
    public void What_concerns_the_owner_is_kept_however_old()
    {
        var created = Entry(1001, [.. Users(1000).Append(Ann).Select(user => Joined(user, 0))]);

        var cut = created.Cut(Owner);

        Assert.Equal(
            [Owner, .. Users(1000).Skip(952), Ann],
            cut.Changes.Select(change => change.User));
        Assert.Equal((true, 1001), (cut.Incomplete, cut.MemberCount));
    }

    [Fact]
    public void Coming_in_again_takes_nothing_in_of_what_was_known_before()
    {
        var before = Entry(3, Joined(Ann, 1), Joined(Bob, 1), Left(Owner, 2)) with { Incomplete = true };

        var again = Entry(2, Joined(Owner, 5)).TakeIn(before, Owner);

        Assert.Equal(Box.Text(Entry(2, Joined(Owner, 5))), Box.Text(again));
    }

    [Fact]
    public void Incomplete_stays_incomplete()
    {
        var older = Entry(9, Joined(Ann, 1)) with { Incomplete = true };

        var merged = (EntryContent.Member)Entry(8, Left(Ann, 2)).TakeIn(older, Owner);

        Assert.True(merged.Incomplete);
        Assert.Single(merged.Changes);
    }

    /// <summary>Goal: a merged entry is what the whole list of changes gives. Method: random changes in random pieces; the
    /// model lists all since the owner last came in, keeps the newest of each user, and cuts once at the end.</summary>
    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void However_changes_are_merged_the_newest_of_each_user_stays(int seed)
    {
        var random = new Random(seed);
        var users = Users(random.Next(2, 80));
        var all = new List<MemberNews>();
        EntryContent.Member? entry = null;

        for (var step = 1; step <= random.Next(1, 60); step++)
        {
            var named = users.Where(_ => random.Next(users.Count) < 5).ToList();
            if (named.Count == 0) continue;

            var news = Entry(step, [.. named.Select(user => random.Next(2) == 0 ? Joined(user, step) : Left(user, step))]);
            if (news.Changes.Any(change => change.User == Owner && change.Change == MemberChangeKind.Joined)) all.Clear();
            all.AddRange(news.Changes);
            entry = entry is null ? news.Cut(Owner) : (EntryContent.Member)news.TakeIn(entry, Owner);

            var newest = all.AsEnumerable().Reverse().DistinctBy(change => change.User).Reverse().ToList();
            Assert.Equal(newest.Count > 50, entry.Incomplete);
            Assert.Equal(Cut(newest), entry.Changes);
            Assert.Equal(step, entry.MemberCount);
        }
    }

    public static TheoryData<int> AllSeeds() => Seeds.UpTo(50);

    private static IReadOnlyList<MemberNews> Cut(List<MemberNews> newest)
    {
        var own = newest.SkipLast(50).Where(change => change.User == Owner).ToList();
        return [.. own, .. newest.TakeLast(50 - own.Count)];
    }

    private static EntryContent.Member Entry(int count, params IReadOnlyList<MemberNews> changes) =>
        new(changes, false, count);

    private static MemberNews Joined(UserId user, long seq) =>
        new(user, MemberChangeKind.Joined, MemberRole.Member, new(seq));

    private static MemberNews Left(UserId user, long seq) => new(user, MemberChangeKind.Left, null, new(seq));
}
