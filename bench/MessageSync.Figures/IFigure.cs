namespace MessageSync.Figures;

/// <summary>One row of the table.</summary>
internal interface IFigure
{
    /// <summary>A word to choose it by.</summary>
    string Name { get; }

    /// <summary>Measures it.</summary>
    Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench);
}

/// <summary>What was measured.</summary>
/// <param name="What">In words.</param>
/// <param name="Unit">Of both values.</param>
/// <param name="Reference">The bare driver, or what else it is compared with; null where there is nothing.</param>
/// <param name="Value">MessageSync.</param>
/// <param name="Ratio">What the bound is about: median of the ratios, or the value itself.</param>
/// <param name="Bound">In words; empty where it is only reported.</param>
/// <param name="Holds">Null where it is only reported.</param>
internal sealed record FigureResult(
    string What, string Unit, double? Reference, double Value, double? Ratio, string Bound, bool? Holds)
{
    /// <summary>A value by itself.</summary>
    /// <param name="what">In words.</param>
    /// <param name="unit">Of the value.</param>
    /// <param name="value">MessageSync.</param>
    /// <param name="bound">Of the value; null where it is only reported.</param>
    /// <param name="reference">The bare driver's, beside it.</param>
    public static FigureResult Of(
        string what, string unit, double value, Bound? bound = null, double? reference = null) =>
        new(what, unit, reference, value, bound is null ? null : value, bound?.Words ?? "", bound?.IsKept(value));
}
