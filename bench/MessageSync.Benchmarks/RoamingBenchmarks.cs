using BenchmarkDotNet.Attributes;
using MessageSync.Timelines;

namespace MessageSync.Benchmarks;

/// <summary>Planning a roaming page out of a user's stays and what they hid.</summary>
[MemoryDiagnoser]
public class RoamingBenchmarks
{
    private static readonly SeqNo s_head = new(1_000_000);

    private SeqRanges _stays = SeqRanges.Empty;
    private SeqRanges _hidden = SeqRanges.Empty;

    [Params(1, 100)]
    public int Stays { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var length = s_head.Value / Stays;
        _stays = SeqRanges.Of(Enumerable.Range(0, Stays).Select(i =>
            new SeqRange(new((i * length) + 1), new((i * length) + (length / 2)))));
        _hidden = SeqRanges.Of(Enumerable.Range(0, Stays).Select(i =>
            new SeqRange(new((i * length) + 10), new((i * length) + 20))));
    }

    [Benchmark]
    public RoamingPlan PlanAround() => RoamingPlan.Of(
        new RoamingAnchor.Around(new(s_head.Value / 2)), _stays.Minus(_hidden), s_head, Limits.RoamingPageMax);

    [Benchmark]
    public RoamingPlan PlanNewest() =>
        RoamingPlan.Of(new RoamingAnchor.Newest(), _stays.Minus(_hidden), s_head, Limits.RoamingPageMax);
}
