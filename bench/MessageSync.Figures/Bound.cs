namespace MessageSync.Figures;

/// <summary>What a figure is held to.</summary>
/// <param name="Words">For the table.</param>
/// <param name="IsKept">Whether a value, or a ratio, is within it.</param>
internal sealed record Bound(string Words, Predicate<double> IsKept)
{
    /// <summary>At least this share of the reference.</summary>
    public static Bound AtLeastShare(double share) => new($"at least {share:p0}", ratio => ratio >= share);

    /// <summary>Less than so many times the reference.</summary>
    public static Bound BelowTimes(double times) => new($"below {times:n0} times", ratio => ratio < times);

    public static Bound AtLeast(double value, string unit) =>
        new($"at least {value:n0} {unit}", actual => actual >= value);

    public static Bound AtMost(double value, string unit) =>
        new($"at most {value:0.#} {unit}", actual => actual <= value);

    public static Bound Below(double value, string unit) =>
        new($"below {value:0.#} {unit}", actual => actual < value);
}
