namespace MessageSync.Silo.Tests.Processes;

/// <summary>Where the samples are, as they were built with these tests.</summary>
internal static class Samples
{
    private static readonly DirectoryInfo s_own = new(AppContext.BaseDirectory);

    /// <summary>The folder of the solution.</summary>
    public static string Repository { get; } = Find();

    /// <summary>The folder of a sample's sources.</summary>
    public static string Sources(string sample) => Path.Combine(Repository, "samples", sample);

    /// <summary>What <c>dotnet</c> runs.</summary>
    public static string Program(string sample) =>
        Path.Combine(Sources(sample), "bin", s_own.Parent!.Name, s_own.Name, $"{sample}.dll");

    private static string Find()
    {
        var folder = s_own;
        while (!File.Exists(Path.Combine(folder!.FullName, "MessageSync.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
