using System.Diagnostics;

namespace MessageSync.Packages.Tests;

/// <summary>A folder with all packages of this build, under a version that nobody has in a cache.</summary>
public sealed class Feed : IAsyncLifetime
{
    /// <summary>Holds everything; outside of the repository, so that nothing of it is inherited.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("packages-").FullName;

    public string Folder => Path.Combine(Root, "feed");

    public string Version { get; } = $"0.0.1-t{Guid.NewGuid():N}";

    public static string Repository { get; } = FindRepository();

    /// <summary>All that build without the packages of the cluster.</summary>
    public static IEnumerable<string> Libraries => Directory.EnumerateDirectories(Path.Combine(Repository, "src"))
        .Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any())
        .Select(folder => Path.GetFileName(folder)!)
        .Where(name => !name.Contains("Orleans", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public async Task InitializeAsync()
    {
        var projects = string.Join(';', Libraries.Select(name => Path.Combine(Repository, "src", name, name + ".csproj")));
        var all = Path.Combine(Root, "all.proj");
        await File.WriteAllTextAsync(all, $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{projects}" Targets="Pack" BuildInParallel="true" Properties="NoBuild=true;Configuration={Configuration};Version={Version};PackageOutputPath={Folder}" />
              </Target>
            </Project>
            """);
        await DotnetAsync(Root, "msbuild", all, "-t:Pack", "-nologo", "-v:minimal");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Runs the SDK.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Own packages go where they are thrown away with the rest.
        start.Environment["NUGET_PACKAGES"] = Path.Combine(Root, "cache");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        // Of the test run around this one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed.\n{output}{await errors}");
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "MessageSync.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
