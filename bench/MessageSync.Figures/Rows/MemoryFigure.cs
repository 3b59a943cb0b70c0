using System.Diagnostics;
using System.Globalization;
using MessageSync.Figures.Bare;

namespace MessageSync.Figures.Rows;

/// <summary>What people who do nothing cost: a server over a million of them, of whom a thousand are active, against
/// one over an empty folder that nobody has called. Each in a process of its own.</summary>
internal sealed class MemoryFigure : IFigure
{
    /// <summary>The hidden command that measures in a process of its own.</summary>
    public const string Command = "memory-probe";
    private const double MegabytesMax = 100;

    public string Name => "memory";

    public async Task<IReadOnlyList<FigureResult>> MeasureAsync(Bench bench)
    {
        var (people, groups, active) = (bench.Of(1_000_000, 100_000), bench.Of(200_000, 20_000), bench.Of(1_000, 100));
        var (empty, full) = (bench.NewFolder("memory-empty"), bench.NewFolder("memory-full"));
        await using (await Server.StartAsync(full))
        {
            // Makes the tables.
        }
        BareFolder.Fill(full, groups);

        var idle = await ProbeAsync(empty, people, 0);
        var busy = await ProbeAsync(full, people, active);
        var what = $"{people:n0} users, {groups:n0} conversations, {active:n0} active (reference: an empty server)";
        var more = busy.Resident - idle.Resident;
        return
        [
            new($"resident memory with {what}", "MB", idle.Resident, busy.Resident, null,
                $"{more:0} more, at most {MegabytesMax:0} more", more <= MegabytesMax),
            new($"managed heap with {what}", "MB", idle.Managed, busy.Managed, null, "", null),
        ];
    }

    private static async Task<Memory> ProbeAsync(string folder, int people, int active)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        // Started as 'dotnet MessageSync.Figures.dll', the process is not ours.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(MemoryFigure).Assembly.Location);
        string[] arguments = [Command, folder, Text(people), Text(active)];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Memory.Parse(output.Trim())
            : throw new InvalidOperationException($"The probe failed: {output}");
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
