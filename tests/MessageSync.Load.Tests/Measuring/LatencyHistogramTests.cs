using MessageSync.Load.Measuring;

namespace MessageSync.Load.Tests.Measuring;

public sealed class LatencyHistogramTests
{
    private static readonly double[] Percents = [0.1, 1, 10, 50, 90, 99, 99.9, 99.99, 100];

    public static TheoryData<int, int> Seeds()
    {
        var data = new TheoryData<int, int>();
        for (var seed = 1; seed <= 20; seed++)
        {
            data.Add(seed, LatencyHistogram.FinePrecision);
            data.Add(seed, LatencyHistogram.CoarsePrecision);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_percentile_is_never_too_low_and_too_high_by_at_most_the_bound(int seed, int precision)
    {
        var random = new Random(seed);
        var histogram = new LatencyHistogram(precision);
        // From 100 ns to hours, every magnitude as likely as the next.
        var exact = Enumerable.Range(0, 1 + random.Next(5000))
            .Select(_ => TimeSpan.FromTicks((long)Math.Pow(10, random.NextDouble() * 10.4))).Order().ToList();

        foreach (var duration in exact) histogram.Record(duration);

        foreach (var percent in Percents)
        {
            var rank = (int)Math.Ceiling(Math.Round(percent / 100 * exact.Count, 6));
            var (wanted, found) = (exact[rank - 1].Ticks, histogram.Percentile(percent).Ticks);
            Assert.InRange(found, wanted, wanted + (wanted >> precision));
        }
        Assert.Equal(exact.Count, histogram.Count);
        Assert.Equal(exact[0], histogram.Least);
        Assert.Equal(exact[^1], histogram.Greatest);
        Assert.Equal(exact.Sum(duration => duration.Ticks) / exact.Count, histogram.Mean.Ticks);
    }

    [Fact]
    public void Percentiles_are_nearest_ranks()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 1000; i++) histogram.Record(TimeSpan.FromTicks(i % 2 == 0 ? 1 : 10));

        Assert.Equal(1, histogram.Percentile(50).Ticks);
        Assert.Equal(10, histogram.Percentile(50.1).Ticks);
        Assert.Equal(10, histogram.Percentile(100).Ticks);
    }

    [Fact]
    public void One_outlier_of_a_thousand_is_above_the_p99_9_and_is_the_greatest()
    {
        var histogram = new LatencyHistogram();
        for (var i = 0; i < 999; i++) histogram.Record(TimeSpan.FromTicks(7));
        histogram.Record(TimeSpan.FromHours(5));

        Assert.Equal(7, histogram.Percentile(99.9).Ticks);
        Assert.Equal(TimeSpan.FromHours(5), histogram.Percentile(99.95));
        Assert.Equal(TimeSpan.FromHours(5), histogram.Greatest);
    }

    [Fact]
    public void An_empty_one_shows_zero()
    {
        var histogram = new LatencyHistogram();

        Assert.Equal(
            [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero],
            [histogram.Percentile(99), histogram.Least, histogram.Greatest, histogram.Mean]);
    }

    [Fact]
    public void Nothing_is_lost_when_many_record_at_once()
    {
        var histogram = new LatencyHistogram();

        Parallel.For(0, 100_000, i => histogram.Record(TimeSpan.FromTicks(1 + (i % 1000))));

        Assert.Equal(100_000, histogram.Count);
        Assert.Equal((1, 1000), (histogram.Least.Ticks, histogram.Greatest.Ticks));
        Assert.Equal(500, histogram.Mean.Ticks);
    }
}
