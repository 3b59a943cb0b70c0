using System.Diagnostics;

namespace MessageSync.Figures.Processes;

/// <summary>Programs of this repository, as they were built together with this one.</summary>
internal static class Programs
{
    /// <summary>Starts one; its output is for the caller to read.</summary>
    /// <param name="project">The folder of the project, from the root of the repository on.</param>
    /// <param name="arguments">Of its command line.</param>
    public static Process Start(string project, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [PathOf(project), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        return Process.Start(start)!;
    }

    private static string PathOf(string project)
    {
        // This one's folder ends in <project>/bin/<configuration>/<framework>.
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var root = own.Parent?.Parent?.Parent?.Parent?.Parent?.FullName ?? "";
        var file = Path.Combine(
            root, project, "bin", own.Parent!.Name, own.Name, Path.GetFileName(project) + ".dll");
        return File.Exists(file) ? file : throw new FileNotFoundException($"Build {project} first.", file);
    }
}
