using System.Globalization;
using Xunit.Sdk;

namespace MessageSync.Conformance.Comparison;

/// <summary>
/// Goal: a store answers every read as the in-memory reference does, whatever was written before.
/// Method: one seeded history of writes, restarts and crashes goes to both; random reads are compared after each step,
/// every read, all at once, now and then. A failure names its seed; <c>SEED=n</c> in the environment runs that one alone,
/// <c>SEEDS=n</c> so many.
/// </summary>
public abstract class StoreComparison
{
    private const int Steps = 120;

    /// <summary>Opens the store that is compared, empty.</summary>
    protected abstract Task<TestStore> OpenAsync();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_store_answers_as_the_reference_does(int seed)
    {
        var random = new Random(seed);
        await using var reference = Side.Open(new InMemoryTestStore());
        await using var store = Side.Open(await OpenAsync());
        var history = new GeneratedHistory(random, reference, store, large: seed % 4 == 0);
        var reads = new GeneratedReads(random, history.World);

        for (var step = 1; step <= Steps; step++)
        {
            var what = "nothing";
            try
            {
                what = await history.StepAsync();
                for (var i = 0; i < 5; i++) await CompareAsync(reads.Next());
                if (step % 40 == 0) await CompareAtOnceAsync([.. reads.All()]);
            }
            catch (Exception exception)
            {
                throw new XunitException($"SEED={seed}, step {step}, {what}: {exception.Message}", exception);
            }
        }

        async Task CompareAsync(Func<Side, Task<object?>> read) =>
            Rendering.Same(await read(reference), await read(store));

        // Some stores ask for many at once then.
        async Task CompareAtOnceAsync(IReadOnlyList<Func<Side, Task<object?>>> all)
        {
            var answers = await Task.WhenAll(all.Select(read => read(store)));
            for (var i = 0; i < all.Count; i++) Rendering.Same(await all[i](reference), answers[i]);
        }
    }

    /// <summary>The seeds that are run.</summary>
    public static TheoryData<int> Seeds() =>
        Number("SEED") is { } seed ? [seed] : [.. Enumerable.Range(1, Number("SEEDS") ?? 12)];

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var n) ? n : null;
}
