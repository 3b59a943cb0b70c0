namespace MessageSync.Load.Reporting.Plots;

/// <summary>One axis of a plot: which value lies where, and what is written beside it.</summary>
/// <param name="Title">What it shows, with its unit.</param>
/// <param name="Place">Where a value lies: 0 at the beginning, 1 at the end.</param>
/// <param name="Ticks">Values with their labels.</param>
internal sealed record Axis(string Title, Func<double, double> Place, IReadOnlyList<(double Value, string Label)> Ticks)
{
    private const int TicksWanted = 5;
    private static readonly int[] RoundSteps = [1, 2, 5, 10];

    /// <summary>From zero to a round number at or above the greatest value.</summary>
    public static Axis Linear(string title, double greatest, Func<double, string> label)
    {
        var step = greatest > 0 ? Step(greatest / TicksWanted) : 1;
        var most = Math.Max(1, Math.Ceiling(greatest / step)) * step;
        var count = (int)Math.Round(most / step);
        return new(
            title, value => value / most,
            [.. Enumerable.Range(0, count + 1).Select(i => i * step).Select(value => (value, label(value)))]);
    }

    /// <summary>From zero to exactly the greatest value, which is above 0.</summary>
    public static Axis UpTo(string title, double greatest, Func<double, string> label)
    {
        var step = Step(greatest / TicksWanted);
        var count = (int)Math.Floor((greatest / step) + 1e-9);
        return new(
            title, value => value / greatest,
            [.. Enumerable.Range(0, count + 1).Select(i => i * step).Select(value => (value, label(value)))]);
    }

    /// <summary>Each power of ten as wide as the next: for times, which may lie far apart.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="least">Above 0.</param>
    /// <param name="greatest">At least <paramref name="least"/>.</param>
    /// <param name="label">Writes a value.</param>
    public static Axis Logarithmic(string title, double least, double greatest, Func<double, string> label)
    {
        var (from, to) = (Math.Floor(Math.Log10(least)), Math.Ceiling(Math.Log10(greatest)));
        if (to <= from) to = from + 1;
        double[] steps = to - from <= 2 ? [1, 2, 5] : [1];
        var ticks = Enumerable.Range((int)from, (int)(to - from) + 1)
            .SelectMany(power => steps.Select(step => step * Math.Pow(10, power)))
            .Where(value => value <= Math.Pow(10, to) * 1.0001);
        return new(
            title, value => Math.Clamp((Math.Log10(value) - from) / (to - from), 0, 1),
            [.. ticks.Select(value => (value, label(value)))]);
    }

    /// <summary>Percentiles: each further nine as wide as the one before.</summary>
    /// <param name="greatest">The highest one shown, below 100.</param>
    public static Axis Percentiles(double greatest)
    {
        var most = Nines(greatest);
        return new(
            "percentile of operations", percent => Nines(percent) / most,
            [
                .. new[] { (0d, "0 %"), (50, "50 %"), (90, "90 %"), (99, "99 %"), (99.9, "99.9 %"), (99.99, "99.99 %"),
                    (99.999, "99.999 %"), (99.9999, "99.9999 %") }
                    .Where(tick => Nines(tick.Item1) <= most + 1e-9),
            ]);
    }

    private static double Nines(double percent) => -Math.Log10(1 - (percent / 100));

    /// <summary>1, 2 or 5 times a power of ten, at or above what is wanted.</summary>
    private static double Step(double wanted)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        return RoundSteps.First(step => step * power >= wanted * 0.9999) * power;
    }
}
