using System.Text.Json;
using MessageSync.Silo.Orleans;

namespace MessageSync.Orleans.Processes.Tests;

/// <summary>
/// A process for silos of tests: each line that it is told is the command line of the next one, as JSON; an empty line only
/// stops the present one. Each is the silo as it is shipped, from its command line on; only the process, with its compiled
/// code, is that of the last one, since a new process takes seconds to get there. Ends with its input.
/// </summary>
internal static class Program
{
    public static async Task<int> Main()
    {
        CancellationTokenSource? present = null;
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (present is not null) await present.CancelAsync();
            present = line.Length > 0 ? new() : null;
            if (present is not null) _ = RunAsync(JsonSerializer.Deserialize<string[]>(line)!, present.Token);
        }
        return 0;
    }

    private static async Task RunAsync(string[] args, CancellationToken ct)
    {
        // Not in the reader's turn.
        await Task.Yield();
        var exitCode = await SiloCommand.RunAsync(args, ct);
        if (exitCode != 0) Environment.Exit(exitCode);
    }
}
