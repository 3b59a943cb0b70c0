using System.Globalization;
using Xunit.Abstractions;

namespace MessageSync.Simulation.Tests;

/// <summary>Which seeds are run: <c>SEED=n</c> (or <c>n,m</c>) replays some, <c>SEEDS=n</c> runs the first n.</summary>
internal static class Seeds
{
    /// <summary>The traps that each seed may fall into.</summary>
    public const string Traps = "T1 T2 T3 T4 T5 T6 T7 T9 T12 T13 T14 T15 T16 T17 T18 T19 T20 T22 T23 T25 T27 T30 T31 T32 "
        + "T33 T34 T35";

    private const int ByDefault = 240;
    private static readonly string? s_some = Environment.GetEnvironmentVariable("SEED");
    private static readonly string? s_count = Environment.GetEnvironmentVariable("SEEDS");

    private static IReadOnlyList<int> All => s_some is { Length: > 0 }
        ? [.. s_some.Split(',').Select(Number)]
        : [.. Enumerable.Range(1, s_count is { Length: > 0 } ? Number(s_count) : ByDefault)];

    /// <summary>Those of a half; all of them where it has none.</summary>
    public static IEnumerable<int> Half(Func<int, bool> isMine) => All.Any(isMine) ? All.Where(isMine) : All;

    /// <summary>Writes the story of a replayed seed down.</summary>
    public static void Tell(ITestOutputHelper output, int seed, IReadOnlyList<string> story)
    {
        if (s_some is not { Length: > 0 }) return;

        var file = Path.Combine(AppContext.BaseDirectory, $"seed-{seed}.txt");
        File.WriteAllLines(file, story);
        output.WriteLine($"The story of seed {seed}, {story.Count} lines: {file}");
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
