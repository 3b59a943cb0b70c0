using System.Collections.Concurrent;
using MessageSync.Load.Auditing;
using MessageSync.Load.Mixes;

namespace MessageSync.Load.Tests.Support;

/// <summary>A mix that ends its run after so many operations, so that no test waits for time to pass.</summary>
internal sealed class CountedMix(IMix mix, long operations, CancellationTokenSource enough) : IMix
{
    private readonly ConcurrentQueue<int> _brought = new();

    /// <summary>What each operation brought that was answered.</summary>
    public IReadOnlyCollection<int> Brought => _brought;

    public string Name => mix.Name;

    public string Description => mix.Description;

    public string Operations => mix.Operations;

    public string? Items => mix.Items;

    public IEnumerable<TimeSpan>? Schedule => mix.Schedule;

    public long? Count => mix.Count;

    public Audit? Audit => mix.Audit;

    public IReadOnlyDictionary<string, long> Notes => mix.Notes;

    public Task PrepareAsync(IProgress<double> progress, CancellationToken ct) => mix.PrepareAsync(progress, ct);

    public async Task<Outcome> RunAsync(long number, CancellationToken ct)
    {
        var outcome = await mix.RunAsync(number, ct);
        if (outcome.Refused is not null) return outcome;

        _brought.Enqueue(outcome.Items);
        if (_brought.Count >= operations) await enough.CancelAsync();
        return outcome;
    }

    public Task StopAsync() => mix.StopAsync();
}
