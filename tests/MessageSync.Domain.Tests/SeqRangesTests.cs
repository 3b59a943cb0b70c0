using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests;

public sealed class SeqRangesTests
{
    [Fact]
    public void Ranges_that_overlap_or_touch_become_one()
    {
        var set = SeqRanges.Of([Range(7, 9), Range(1, 3), Range(4, 4), Range(8, 12), Range(20, 19)]);

        Assert.Equal([Range(1, 4), Range(7, 12)], set);
        Assert.Equal((10, new SeqNo(12)), (set.Size, set.Last));
    }

    [Fact]
    public void A_range_that_lies_in_another_does_not_shorten_it() =>
        Assert.Equal([Range(1, 9)], SeqRanges.Of([Range(1, 9), Range(2, 3)]));

    [Fact]
    public void The_empty_set_has_nothing_in_it()
    {
        Assert.Empty(SeqRanges.Empty);
        Assert.Equal((0, SeqNo.None), (SeqRanges.Empty.Size, SeqRanges.Empty.Last));
        Assert.Empty(SeqRanges.Empty.Minus(SeqRanges.Of([Range(1, 2)])));
        Assert.Empty(SeqRanges.Empty.Lowest(3));
    }

    [Fact]
    public void Taking_out_of_the_middle_leaves_both_sides() =>
        Assert.Equal(
            [Range(1, 3), Range(6, 6), Range(9, 9)],
            SeqRanges.Of([Range(1, 9)]).Minus(SeqRanges.Of([Range(4, 5), Range(7, 8)])));

    [Fact]
    public void Bounds_may_be_as_large_as_numbers_get()
    {
        var all = SeqRanges.Of([Range(1, long.MaxValue)]);

        Assert.Equal([Range(1, 2)], all.Lowest(2));
        Assert.Equal([Range(long.MaxValue - 1, long.MaxValue)], all.Greatest(2));
        Assert.Equal([Range(9, long.MaxValue)], all.Within(Range(9, long.MaxValue)));
        Assert.Equal([Range(1, 4)], all.Minus(SeqRanges.Of([Range(5, long.MaxValue)])));
        Assert.Equal([Range(1, long.MaxValue)], SeqRanges.Of([Range(1, long.MaxValue), Range(3, 4)]));
    }

    /// <summary>Goal: ranges are sets. Method: random ranges against <see cref="SortedSet{T}"/>.</summary>
    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void Every_operation_is_that_of_sets(int seed)
    {
        var random = new Random(seed);
        for (var step = 0; step < 50; step++)
        {
            var (one, other) = (random.Ranges(40, random.Next(6)), random.Ranges(40, random.Next(6)));
            var (a, b, count) = (one.Numbers(), other.Numbers(), random.Next(0, 45));
            var within = Range(random.Next(0, 45), random.Next(-1, 45));

            Assert.Equal(a.Union(b).Order(), SeqRanges.Of([.. one, .. other]).Numbers());
            Assert.Equal(a.Except(b), one.Minus(other).Numbers());
            Assert.Equal(a.Where(n => within.Contains(new(n))), one.Within(within).Numbers());
            Assert.Equal(a.Take(count), one.Lowest(count).Numbers());
            Assert.Equal(a.TakeLast(count), one.Greatest(count).Numbers());
            Assert.Equal(a.Count, one.Size);
            Assert.All(Enumerable.Range(0, 45), n => Assert.Equal(a.Contains(n), one.Contains(new(n))));
            Assert.All([one, one.Minus(other), one.Lowest(count), one.Greatest(count)], AssertTidy);
        }
    }

    public static TheoryData<int> AllSeeds() => Seeds.UpTo(20);

    private static void AssertTidy(SeqRanges set)
    {
        Assert.All(set, range => Assert.False(range.IsEmpty));
        Assert.All(set.Zip(set.Skip(1)), pair => Assert.True(pair.First.To.Next() < pair.Second.From));
    }
}
