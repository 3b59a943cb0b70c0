using MessageSync.Timelines;

namespace MessageSync.Domain.Tests.Timelines;

/// <summary>
/// Goal: pages from any anchor are an exact partition of what is visible.
/// Method: random visible sets, limits and body sizes; brute force over the single numbers is the model.
/// </summary>
public sealed class RoamingPropertyTests
{
    private const int Head = 40;

    [Theory]
    [MemberData(nameof(AllSeeds)), Trait("Trap", "T7"), Trait("Trap", "T18"), Trait("Trap", "T19")]
    public void Pages_forward_are_pages_backward_reversed_and_show_everything_once(int seed)
    {
        var random = new Random(seed);
        var (visible, chat) = Any(random, random.Next(2) == 0 ? 25 : long.MaxValue);

        for (var limit = 1; limit <= Head + 1; limit++)
        {
            var forward = Walk(chat, new RoamingAnchor.After(SeqNo.None), limit, Head);
            var backward = Walk(chat, new RoamingAnchor.Newest(), limit, Head);

            Assert.Equal(visible, forward.SelectMany(page => page.Seqs));
            Assert.Equal(visible, backward.AsEnumerable().Reverse().SelectMany(page => page.Seqs));
            if (chat.BytesMax == long.MaxValue)
                Assert.True(forward.Count <= visible.Count / limit + 1 && backward.Count <= visible.Count / limit + 1);
        }
    }

    [Theory]
    [MemberData(nameof(AllSeeds)), Trait("Trap", "T19")]
    public void From_any_anchor_walking_both_ways_shows_everything_once(int seed)
    {
        var random = new Random(seed);
        var (visible, chat) = Any(random, random.Next(2) == 0 ? 25 : long.MaxValue);

        for (var step = 0; step < 60; step++)
        {
            var (seq, limit) = (new SeqNo(random.Next(0, Head + 3)), random.Next(1, 12));
            var anchor = random.Pick<RoamingAnchor>(
                [new RoamingAnchor.Around(seq), new RoamingAnchor.Before(seq), new RoamingAnchor.After(seq)]);
            var first = chat.Read(anchor, limit);
            if (first.Seqs.Count == 0) continue;

            var before = Walk(chat, new RoamingAnchor.Before(new(first.Seqs[0])), limit, Head);
            var after = Walk(chat, new RoamingAnchor.After(new(first.Seqs[^1])), limit, Head);
            before.Reverse();

            Assert.Equal(visible, before.Append(first).Concat(after).SelectMany(page => page.Seqs));
        }
    }

    [Theory]
    [MemberData(nameof(AllSeeds)), Trait("Trap", "T20")]
    public void Every_page_and_its_flags_are_what_counting_by_hand_gives(int seed)
    {
        var random = new Random(seed);
        var (visible, chat) = Any(random, long.MaxValue);

        for (var step = 0; step < 200; step++)
        {
            var (s, limit) = (random.Next(0, Head + 3), random.Next(0, 12));
            var (anchor, place, below, from) = random.Next(5) switch
            {
                0 => ((RoamingAnchor)new RoamingAnchor.Newest(), Head + 1, limit, 0),
                1 => (new RoamingAnchor.Before(new(s)), s, limit, 0),
                2 => (new RoamingAnchor.After(new(s)), s + 1, 0, limit),
                3 => (new RoamingAnchor.At(Samples.Noon), s, 0, limit),
                _ => (new RoamingAnchor.Around(new(s)), s, limit / 2, limit - limit / 2),
            };
            List<long> page =
                [.. visible.Where(n => n < place).TakeLast(below), .. visible.Where(n => n >= place).Take(from)];
            var (first, end) = page.Count > 0 ? (page[0], page[^1] + 1) : (place, place);

            var read = chat.Read(anchor, limit, at: s);

            Assert.Equal(
                new Roaming.Page(page, visible.Any(n => n < first), visible.Any(n => n >= end)).ToString(), $"{read}");
        }
    }

    public static TheoryData<int> AllSeeds() => Seeds.UpTo(50);

    private static (IReadOnlyList<long> Visible, Roaming Chat) Any(Random random, long bytesMax)
    {
        var visible = random.Ranges(Head, random.Next(5));
        var sizes = Enumerable.Range(0, Head + 1).Select(_ => random.Next(12)).ToArray();
        return (visible.Numbers(), new(visible, Head) { BytesMax = bytesMax, Size = seq => sizes[seq] });
    }

    /// <summary>Reads on in one direction until told that there is nothing more.</summary>
    private static List<Roaming.Page> Walk(Roaming chat, RoamingAnchor anchor, int limit, int pagesMax)
    {
        var pages = new List<Roaming.Page>();
        var up = anchor is RoamingAnchor.After;
        while (true)
        {
            var page = chat.Read(anchor, limit);
            pages.Add(page);
            if (!(up ? page.HasAfter : page.HasBefore)) return pages;

            Assert.NotEmpty(page.Seqs);
            Assert.True(pages.Count <= pagesMax, "It does not end.");
            anchor = up ? new RoamingAnchor.After(new(page.Seqs[^1])) : new RoamingAnchor.Before(new(page.Seqs[0]));
        }
    }
}
