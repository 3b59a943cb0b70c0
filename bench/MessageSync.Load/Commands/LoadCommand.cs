using System.CommandLine;
using System.Runtime.InteropServices;
using MessageSync.Load.Mixes;
using MessageSync.Load.Reporting;
using MessageSync.Load.Showing;
using MessageSync.Load.Targets;
using MessageSync.Storage;
using Spectre.Console;

namespace MessageSync.Load.Commands;

/// <summary>The command line. What is misused is told in one sentence.</summary>
internal static class LoadCommand
{
    /// <summary>Measured, and nothing went wrong.</summary>
    public const int Good = 0;

    /// <summary>Something failed, was missing, or nothing was measured.</summary>
    public const int Failed = 1;

    /// <summary>The command line says something that cannot be.</summary>
    public const int Misused = 2;

    private const int PlainWidth = 120;
    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>Runs what the arguments say.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="errors">Where a sentence about a failure goes.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter errors)
    {
        var parsed = Root(errors).Parse(args);
        if (Misuse(parsed) is { } misuse) return Tell(errors, misuse, Misused);

        // Interrupts are ours: the first one ends the run and the report is still written, the second one ends all.
        return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null });
    }

    private static RootCommand Root(TextWriter errors)
    {
        var common = new CommonOptions();
        var root = new RootCommand(
            "Puts load on MessageSync and reports what it took. Choose a mix; <mix> --help lists its options.");
        foreach (var mix in MixCommands.All)
        {
            var command = new Command(mix.Name, mix.Description);
            foreach (var setting in mix.Settings) command.Options.Add(setting.Option);
            foreach (var option in common.All) command.Options.Add(option);
            command.SetAction((parsed, _) => RunAsync(mix, common, parsed, errors));
            root.Subcommands.Add(command);
        }
        return root;
    }

    private static string? Misuse(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0) return null;
        if (parsed.CommandResult.Command is not RootCommand) return parsed.Errors[0].Message;

        var mixes = string.Join(", ", MixCommands.All.Select(mix => mix.Name));
        return parsed.Tokens.Count == 0
            ? $"Choose a mix: {mixes}. <mix> --help lists its options."
            : $"There is no mix '{parsed.Tokens[0].Value}'; choose one of {mixes}.";
    }

    private static async Task<int> RunAsync(
        MixCommand command, CommonOptions common, ParseResult parsed, TextWriter errors)
    {
        var settings = common.Settings(parsed, command.IsScheduled(parsed), command.RateDefault);
        if ((common.Misuse(parsed) ?? command.Misuse(parsed, settings)) is { } misuse)
            return Tell(errors, misuse, Misused);

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            return await MeasureAsync(command, common, settings, parsed, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Tell(errors, "Stopped before anything was measured.", Failed);
        }
        catch (Exception failure) when (failure is TargetException or StoreStartException or StoreUnavailableException
            or IOException or UnauthorizedAccessException)
        {
            return Tell(errors, failure.Message, Failed);
        }

        void End(PosixSignalContext signal)
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static async Task<int> MeasureAsync(
        MixCommand command, CommonOptions common, LoadSettings settings, ParseResult parsed, CancellationToken stop)
    {
        var console = Terminal();
        var conditions = Conditions.Now(Clock);
        await using var target = await common.TargetAsync(parsed, Clock, stop);
        var mix = command.Make(parsed, new(
            target, Clock, RunNames.Fresh(), parsed.GetValue(common.Seed), parsed.GetValue(common.Sample),
            parsed.GetValue(common.Listeners))
        {
            Retries = settings.RetryAfter,
        });
        var result = await ShowAsync(console, view => new LoadRun(settings, mix, Clock, view).RunAsync(stop));
        var options = common.Shown(settings, command.IsScheduled(parsed), parsed)
            .Concat(command.Settings.Select(setting => (setting.Name, Value: setting.Show(parsed)))
                .Where(shown => shown.Value is not null).Select(shown => (shown.Name, shown.Value!)))
            .ToDictionary(shown => shown.Item1, shown => shown.Item2, StringComparer.Ordinal);
        var report = Report.Of(mix, target.Description, conditions, options, result with
        {
            Notes = result.Notes.Concat(target.Notes)
                .ToDictionary(note => note.Key, note => note.Value, StringComparer.Ordinal),
        });
        ConsoleReport.Write(console, report);
        if (parsed.GetValue(common.Json) is { } json) File.WriteAllText(json, JsonReport.Of(report));
        if (parsed.GetValue(common.Html) is { } html) File.WriteAllText(html, HtmlReport.Of(report));
        return report.IsGood ? Good : Failed;
    }

    private static IAnsiConsole Terminal()
    {
        if (!Console.IsOutputRedirected) return AnsiConsole.Console;

        var plain = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        plain.Profile.Width = PlainWidth;
        return plain;
    }

    private static Task<RunResult> ShowAsync(IAnsiConsole console, Func<IRunView, Task<RunResult>> run) =>
        console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal
            ? LiveView.ShowAsync(console, Clock, run)
            : run(new PlainView(Console.Out, Clock));

    private static int Tell(TextWriter errors, string sentence, int exitCode)
    {
        errors.WriteLine(sentence.ReplaceLineEndings(" ").Trim());
        return exitCode;
    }
}
