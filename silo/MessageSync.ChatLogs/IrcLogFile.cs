using System.Globalization;

namespace MessageSync.ChatLogs;

/// <summary>A log on disk: one day, which its name begins with (<c>2004-12-25.txt</c>).</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Its name without the folder: what marks and send keys know it by.</param>
/// <param name="Date">The day.</param>
public sealed record IrcLogFile(string Path, string Name, DateOnly Date)
{
    private const int DateLength = 10;

    /// <summary>Finds the logs that a person means.</summary>
    /// <param name="paths">Files, and folders for all files in them whose name begins with a date.</param>
    /// <returns>In order of their names.</returns>
    /// <exception cref="ChatLogException">One does not exist, or has no date, or two have one name.</exception>
    public static IReadOnlyList<IrcLogFile> Find(IEnumerable<string> paths)
    {
        var files = paths.SelectMany(Expand).OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        if (files.Count == 0) throw new ChatLogException("There is no file to import.");

        var twice = files.Zip(files.Skip(1)).FirstOrDefault(pair => pair.First.Name == pair.Second.Name).First;
        return twice is null ? files : throw new ChatLogException($"Two files are named {twice.Name}.");
    }

    private static IEnumerable<IrcLogFile> Expand(string path)
    {
        if (Directory.Exists(path)) return Directory.EnumerateFiles(path).Select(Of).OfType<IrcLogFile>();
        if (!File.Exists(path)) throw new ChatLogException($"There is no file or folder {path}.");

        return [Of(path) ?? throw new ChatLogException($"The name of {path} does not begin with a date like 2004-12-25.")];
    }

    private static IrcLogFile? Of(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        return name.Length >= DateLength && DateOnly.TryParseExact(
            name.AsSpan(0, DateLength), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new(path, name, date)
            : null;
    }
}
