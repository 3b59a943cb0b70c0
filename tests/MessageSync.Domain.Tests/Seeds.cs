namespace MessageSync.Domain.Tests;

/// <summary>Seeds of the properties. The failing test's argument is the reproduction.</summary>
internal static class Seeds
{
    public static TheoryData<int> UpTo(int count) => [.. Enumerable.Range(1, count)];

    public static T Pick<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>Any ranges of numbers from 1 to <paramref name="max"/>.</summary>
    public static SeqRanges Ranges(this Random random, int max, int count) => SeqRanges.Of(
        Enumerable.Range(0, count).Select(_ =>
        {
            var first = random.Next(1, max + 1);
            return Samples.Range(first, Math.Min(max, first + random.Next(-1, max / 4 + 1)));
        }));
}
