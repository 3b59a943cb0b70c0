using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace MessageSync.Figures;

/// <summary>The table, as Markdown, which is plain to read as well.</summary>
internal sealed class Report(Bench bench, IReadOnlyList<FigureResult> results)
{
    private const string Begin = "<!-- figures -->";
    private const string End = "<!-- /figures -->";

    public string Text
    {
        get
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"""
                Commit {Commit()}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores,
                {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription};
                {(bench.IsQuick ? "quick run: too short to judge by" : $"medians of {bench.Alternations} alternations")}.

                | what | unit | reference | MessageSync | ratio | bound |
                |---|---|---:|---:|---:|---|

                """);
            foreach (var one in results)
            {
                var holds = one.Holds switch { true => "holds", false => "**missed**", null => "" };
                text.Append(CultureInfo.InvariantCulture, $"""
                    | {one.What} | {one.Unit} | {Number(one.Reference)} | {Number(one.Value)} | {one.Ratio:0.00} | {one.Bound} {holds} |

                    """);
            }
            return text.ToString();
        }
    }

    /// <summary>Puts the table between its marks, or at the end of a file without them.</summary>
    public void Save(FileInfo file)
    {
        var old = file.Exists ? File.ReadAllText(file.FullName) : "";
        var table = $"{Begin}\n{Text}{End}";
        var (from, to) = (old.IndexOf(Begin, StringComparison.Ordinal), old.IndexOf(End, StringComparison.Ordinal));
        File.WriteAllText(file.FullName, from < 0 || to < 0
            ? $"{old.TrimEnd()}\n\n{table}\n"
            : old[..from] + table + old[(to + End.Length)..]);
    }

    public static string Number(double? value) => value switch
    {
        null => "",
        >= 100 => value.Value.ToString("n0", CultureInfo.InvariantCulture),
        _ => value.Value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static string Commit()
    {
        using var git = Process.Start(new ProcessStartInfo("git", "rev-parse --short HEAD") { RedirectStandardOutput = true, UseShellExecute = false });
        return git?.StandardOutput.ReadToEnd().Trim() is { Length: > 0 } commit ? commit : "unknown";
    }
}
