namespace MessageSync.Figures;

/// <summary>A and B by turns, so that a disk or a neighbour in a mood is in one mood for both.</summary>
internal static class Alternation
{
    public static async Task<FigureResult> RunAsync(
        Bench bench, string what, string unit, Bound bound, Func<int, Task<double>> reference,
        Func<int, Task<double>> ours, int? alternations = null)
    {
        var rounds = new List<(double Reference, double Ours)>();
        for (var round = 0; round < (alternations ?? bench.Alternations); round++)
        {
            rounds.Add((await reference(round), await ours(round)));
            var (bare, value) = (Report.Number(rounds[^1].Reference), Report.Number(rounds[^1].Ours));
            Console.WriteLine($"  {what}: reference {bare}, MessageSync {value} {unit}");
        }
        var ratio = Median(rounds.Select(round => round.Ours / round.Reference));
        return new(
            what, unit, Median(rounds.Select(round => round.Reference)), Median(rounds.Select(round => round.Ours)),
            ratio, bound.Words, bound.IsKept(ratio));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
