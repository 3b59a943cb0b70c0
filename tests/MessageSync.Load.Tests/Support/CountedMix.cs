using MessageSync.Load.Auditing;
using MessageSync.Load.Mixes;

namespace MessageSync.Load.Tests.Support;

/// <summary>A mix that ends its run after so many operations, so that no test waits for time to pass.</summary>
internal sealed class CountedMix(IMix mix, long operations, CancellationTokenSource enough) : IMix
{
    private long _done;

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
        if (Interlocked.Increment(ref _done) == operations) await enough.CancelAsync();
        return outcome;
    }

    public Task StopAsync() => mix.StopAsync();
}
