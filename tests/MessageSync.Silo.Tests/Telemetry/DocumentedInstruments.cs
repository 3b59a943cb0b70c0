using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace MessageSync.Silo.Tests.Telemetry;

/// <summary>One row of the instruments in <c>docs/metrics.md</c>.</summary>
internal sealed record DocumentedInstrument(
    string Name, string Kind, string Unit, IReadOnlyDictionary<string, IReadOnlySet<string>> Tags);

/// <summary>What <c>docs/metrics.md</c> says.</summary>
internal static partial class DocumentedInstruments
{
    private static readonly string[] s_slugs =
    [
        "store-unavailable", "internal",
        .. Attribute.GetCustomAttributes(typeof(Refusal), typeof(JsonDerivedTypeAttribute))
            .Select(one => (string)((JsonDerivedTypeAttribute)one).TypeDiscriminator!),
    ];

    public static IReadOnlyList<DocumentedInstrument> Read() =>
        [.. Rows("## Instruments", cells: 5).Select(cells => new DocumentedInstrument(
            Code(cells[0]), cells[1], Code(cells[2]), TagsOf(cells[3])))];

    /// <summary>The names and tags of spans.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Spans() =>
        Rows("## Spans", cells: 4).ToDictionary(
            cells => Code(cells[0]),
            cells => (IReadOnlySet<string>)InCode().Matches(cells[3]).Select(one => one.Groups["said"].Value)
                .ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);

    private static IEnumerable<string[]> Rows(string heading, int cells)
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "metrics.md"));
        var part = page[page.IndexOf(heading, StringComparison.Ordinal)..].Split("\n## ")[0];
        return part.Split('\n').Where(line => line.StartsWith("| `messagesync.", StringComparison.Ordinal)).Select(line =>
        {
            var row = line.Trim('|', ' ').Split('|').Select(cell => cell.Trim()).ToArray();
            Assert.True(row.Length == cells, line);
            return row;
        });
    }

    private static Dictionary<string, IReadOnlySet<string>> TagsOf(string cell) =>
        cell.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToDictionary(
            tag => Code(tag.Split(':')[0]),
            tag => (IReadOnlySet<string>)tag.Split(':')[1].Split(',', StringSplitOptions.TrimEntries)
                .SelectMany(value => value == "*slug*" ? s_slugs : [value]).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);

    private static string Code(string cell) => cell.Trim('`');

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MessageSync.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex("`(?<said>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InCode();
}
