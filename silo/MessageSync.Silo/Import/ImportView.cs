using System.Globalization;
using Spectre.Console;

namespace MessageSync.Silo.Import;

/// <summary>Shows an import: a progress bar on a terminal, else a plain line now and then; a summary at the end.</summary>
/// <param name="console">Where to.</param>
/// <param name="clock">For the rate.</param>
internal sealed class ImportView(IAnsiConsole console, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Shows <paramref name="import"/> while it runs, then what it did.</summary>
    public async Task ShowAsync(int files, Func<Action<ImportSummary>, Task<ImportSummary>> import)
    {
        var started = clock.GetTimestamp();
        var summary = console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal
            ? await BarAsync(files, import)
            : await import(PlainLines(files));
        foreach (var line in Summary(summary, clock.GetElapsedTime(started))) console.WriteLine(line);
    }

    /// <summary>The lines of the summary.</summary>
    public static IEnumerable<string> Summary(ImportSummary summary, TimeSpan took)
    {
        var seconds = Math.Max(took.TotalSeconds, 0.001);
        yield return Text($"{summary.Lines:N0} lines of {summary.Files:N0} files in {seconds:N1} s, {summary.Lines / seconds:N0} lines/s");
        if (summary.LinesBefore > 0) yield return Text($"{summary.LinesBefore,10:N0} lines were imported before");
        yield return Text($"{summary.Messages,10:N0} messages added");
        yield return Text($"{summary.Members,10:N0} users became members");
        foreach (var (kind, lines) in summary.Skipped)
            yield return Text($"{lines,10:N0} lines skipped: {kind.ToString().ToLowerInvariant()}");
    }

    private Task<ImportSummary> BarAsync(int files, Func<Action<ImportSummary>, Task<ImportSummary>> import) =>
        console.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(bar =>
            {
                var task = bar.AddTask("importing", maxValue: files);
                return import(summary =>
                {
                    task.Value = summary.Files;
                    task.Description = Text($"{summary.Lines:N0} lines");
                });
            });

    private Action<ImportSummary> PlainLines(int files)
    {
        var last = clock.GetTimestamp();
        return summary =>
        {
            if (clock.GetElapsedTime(last) < BetweenLines) return;

            last = clock.GetTimestamp();
            console.WriteLine(Text($"{summary.Files} of {files} files, {summary.Lines:N0} lines"));
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
