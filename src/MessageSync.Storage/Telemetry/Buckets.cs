using System.Diagnostics.Metrics;

namespace MessageSync.Storage;

/// <summary>The bounds of histograms.</summary>
internal static class Buckets
{
    /// <summary>Of times: from less than a commit to what nobody waits for.</summary>
    public static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10],
    };

    /// <summary>Of numbers in a batch or on a page.</summary>
    public static InstrumentAdvice<long> Counts { get; } = new()
    {
        HistogramBucketBoundaries = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
    };
}
