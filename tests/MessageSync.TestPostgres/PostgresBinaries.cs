using System.Globalization;

namespace MessageSync.TestPostgres;

/// <summary>Finds the programs of a PostgreSQL server on this machine.</summary>
public static class PostgresBinaries
{
    /// <summary>Where Debian puts them, one folder for each version.</summary>
    private const string Debian = "/usr/lib/postgresql";

    /// <summary>The folder of the server's programs: the first of the path, else the newest version.</summary>
    /// <exception cref="InvalidOperationException">There is none; says what to install.</exception>
    public static string Folder { get; } = Candidates().FirstOrDefault(HasServer)
        ?? throw new InvalidOperationException(
            "No PostgreSQL server is installed: install Debian's postgresql, or name a server in the environment variable "
            + $"{PostgresServer.Variable}.");

    private static IEnumerable<string> Candidates()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var versions = Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [];
        return path.Concat(versions.OrderByDescending(VersionOf).Select(version => Path.Combine(version, "bin")));
    }

    private static bool HasServer(string folder) =>
        File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));

    private static double VersionOf(string folder) =>
        double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;
}
