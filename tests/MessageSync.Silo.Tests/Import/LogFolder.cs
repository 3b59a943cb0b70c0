using MessageSync.ChatLogs;

namespace MessageSync.Silo.Tests.Import;

/// <summary>A folder of logs that goes with the test.</summary>
internal sealed class LogFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messagesync-logs-");

    public string Path => _folder.FullName;

    public IReadOnlyList<IrcLogFile> Files => IrcLogFile.Find([Path]);

    public LogFolder With(string name, params IEnumerable<string> lines)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, name), string.Concat(lines.Select(line => line + "\n")));
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
