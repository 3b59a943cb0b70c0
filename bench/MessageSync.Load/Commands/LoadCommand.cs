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

    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>Runs what the arguments say.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0) return Tell(parsed.Errors[0].Message, Misused);

        // Interrupts are ours: the first one ends the run and the report is still written, the second one ends all.
        return await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null });
    }

    private static RootCommand Root()
    {
        var common = new CommonOptions();
        var root = new RootCommand("Puts load on MessageSync and reports what it took. Choose a mix; <mix> --help lists its options.");
        foreach (var mix in MixCommands.All)
        {
            var command = new Command(mix.Name, mix.Description);
            foreach (var setting in mix.Settings) command.Options.Add(setting.Option);
            foreach (var option in common.All) command.Options.Add(option);
            command.SetAction((parsed, _) => RunAsync(mix, common, parsed));
            root.Subcommands.Add(command);
        }
        return root;
    }

    private static async Task<int> RunAsync(MixCommand command, CommonOptions common, ParseResult parsed)
    {
        var settings = common.Settings(parsed);
        if ((common.Misuse(parsed) ?? command.Misuse(parsed, settings)) is { } misuse) return Tell(misuse, Misused);

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            return await MeasureAsync(command, common, settings, parsed, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Tell("Stopped before anything was measured.", Failed);
        }
        catch (Exception failure) when (failure is TargetException or StoreStartException or StoreUnavailableException
            or IOException or UnauthorizedAccessException)
        {
            return Tell(failure.Message, Failed);
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
        var conditions = Conditions.Now(Clock);
        await using var target = await InProcessTarget.StartSqliteAsync(parsed.GetValue(common.Data));
        var mix = command.Make(parsed, new(
            target, Clock, RunNames.Fresh(), parsed.GetValue(common.Seed), parsed.GetValue(common.Sample),
            parsed.GetValue(common.Listeners)));
        var result = await ShowAsync(view => new LoadRun(settings, mix, Clock, view).RunAsync(stop));
        var options = common.Shown(settings, parsed)
            .Concat(command.Settings.Select(setting => (setting.Name, Value: setting.Show(parsed)))
                .Where(shown => shown.Value is not null).Select(shown => (shown.Name, shown.Value!)))
            .ToDictionary(shown => shown.Item1, shown => shown.Item2, StringComparer.Ordinal);
        var report = Report.Of(mix, target.Description, conditions, options, result);
        ConsoleReport.Write(AnsiConsole.Console, report);
        return report.IsGood ? Good : Failed;
    }

    private static Task<RunResult> ShowAsync(Func<IRunView, Task<RunResult>> run)
    {
        var console = AnsiConsole.Console;
        return console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal
            ? LiveView.ShowAsync(console, Clock, run)
            : run(new PlainView(Console.Out, Clock));
    }

    private static int Tell(string sentence, int exitCode)
    {
        Console.Error.WriteLine(sentence.ReplaceLineEndings(" ").Trim());
        return exitCode;
    }
}
