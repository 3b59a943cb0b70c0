using MessageSync.ChatLogs;

namespace MessageSync.Load.Tests.Support;

/// <summary>A folder of chat logs that goes with the test.</summary>
internal sealed class LogFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messagesync-load-logs-");

    public string Path => _folder.FullName;

    public IReadOnlyList<IrcLogFile> Files => IrcLogFile.Find([Path]);

    public LogFolder With(string name, params IEnumerable<string> lines)
    {
        File.WriteAllLines(System.IO.Path.Combine(Path, name), lines);
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
