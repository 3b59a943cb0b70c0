namespace MessageSync.Figures.Bare;

/// <summary>How much is written where.</summary>
internal enum Popularity
{
    /// <summary>Everywhere the same.</summary>
    Even,

    /// <summary>The second has half of what the first has, the third a third, and so on.</summary>
    Zipf,
}

/// <summary>Draws from a list, or from every so manieth of it, as popular as each is.</summary>
/// <param name="all">The most popular first.</param>
/// <param name="first">The first one that can be drawn.</param>
/// <param name="step">From one to the next that can.</param>
/// <param name="popularity">Of their places in the whole list.</param>
internal sealed class Draw<T>(IReadOnlyList<T> all, int first, int step, Popularity popularity)
{
    private readonly double[] _sums = Sums(all.Count, first, step, popularity);

    /// <summary>How popular all of them are together.</summary>
    public double Weight => _sums[^1];

    public T Next(Random random)
    {
        var found = Array.BinarySearch(_sums, random.NextDouble() * Weight);
        // A sum that is met exactly belongs to the next one.
        var place = Math.Min(found < 0 ? ~found : found + 1, _sums.Length - 1);
        return all[first + (place * step)];
    }

    private static double[] Sums(int count, int first, int step, Popularity popularity)
    {
        var (sums, sum) = (new List<double>(), 0.0);
        for (var i = first; i < count; i += step) sums.Add(sum += popularity == Popularity.Zipf ? 1.0 / (i + 1) : 1);
        return [.. sums];
    }
}
