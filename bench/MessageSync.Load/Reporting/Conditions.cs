using System.Globalization;
using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;

namespace MessageSync.Load.Reporting;

/// <summary>Where and when something was measured. Names no host, no user and no path.</summary>
/// <param name="Commit">What was built, of the driver (in process: of everything).</param>
/// <param name="At">When the run was started.</param>
/// <param name="Processor">Its name; "unknown" where the system does not tell.</param>
/// <param name="Cores">Logical processors that this process may use.</param>
/// <param name="MemoryGibibytes">Memory that this process may use.</param>
/// <param name="System">Operating system and architecture.</param>
/// <param name="Runtime">.NET version, with the garbage collector.</param>
/// <param name="Build">Debug or Release.</param>
internal sealed record Conditions(
    string Commit, DateTimeOffset At, string Processor, int Cores, double MemoryGibibytes, string System,
    string Runtime, string Build)
{
    /// <summary>Those of this process, now.</summary>
    public static Conditions Now(TimeProvider clock) => new(
        CommitOf(typeof(Conditions).Assembly),
        clock.GetUtcNow(),
        ProcessorName(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30), 1),
        $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
        $"{RuntimeInformation.FrameworkDescription}, {(GCSettings.IsServerGC ? "server" : "workstation")} GC",
        typeof(Conditions).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "unknown");

    /// <summary>As pairs of name and value.</summary>
    public IEnumerable<(string Name, string Value)> Pairs() =>
    [
        ("commit", Commit),
        ("date", At.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ("processor", string.Create(CultureInfo.InvariantCulture, $"{Processor}, {Cores} cores")),
        ("memory", string.Create(CultureInfo.InvariantCulture, $"{MemoryGibibytes} GiB")),
        ("system", System),
        ("runtime", Runtime),
        ("build", Build),
    ];

    /// <summary>The SDK writes the commit behind the version's plus sign.</summary>
    private static string CommitOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+') is [_, var sha, ..]
            ? sha[..Math.Min(12, sha.Length)]
            : "unknown";

    private static string ProcessorName()
    {
        const string Cpus = "/proc/cpuinfo";
        const string Model = "model name";
        if (!File.Exists(Cpus)) return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";

        return File.ReadLines(Cpus).FirstOrDefault(line => line.StartsWith(Model, StringComparison.Ordinal))
            ?.Split(':', 2)[^1].Trim() ?? "unknown";
    }
}
