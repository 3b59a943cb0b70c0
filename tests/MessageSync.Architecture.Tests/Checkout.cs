using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MessageSync.Architecture.Tests;

/// <summary>The files of this checkout, without what building leaves behind.</summary>
internal static class Checkout
{
    private static readonly string[] Left = ["bin", "obj", ".git"];

    public static DirectoryInfo Root { get; } = Find();

    public static IEnumerable<FileInfo> Files(string folder, string pattern)
    {
        var start = new DirectoryInfo(Path.Combine(Root.FullName, folder));
        return start.Exists ? Walk(start).SelectMany(found => found.EnumerateFiles(pattern)) : [];
    }

    public static string NameOf(FileInfo file) =>
        Path.GetRelativePath(Root.FullName, file.FullName).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The names in the <c>Include</c>s of a project's items of one kind.</summary>
    public static IReadOnlyList<string> Included(FileInfo project, string item) =>
    [
        .. XDocument.Load(project.FullName).Descendants(item)
            .Select(reference => reference.Attribute("Include")?.Value)
            .OfType<string>()
            .Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')) is var name
                && item == "ProjectReference" ? name : include)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Those of <paramref name="all"/> that a project references, by name or by wildcard.</summary>
    public static IEnumerable<FileInfo> Referenced(FileInfo project, IEnumerable<FileInfo> all)
    {
        var references = XDocument.Load(project.FullName).Descendants("ProjectReference").ToList();
        return all.Where(other => references.Exists(
            reference => Names(reference.Attribute("Include"), other) && !Names(reference.Attribute("Exclude"), other)));

        bool Names(XAttribute? pattern, FileInfo other) => pattern is not null && Matches(
            Path.GetFullPath(pattern.Value.Replace('\\', '/'), project.DirectoryName!), other.FullName);
    }

    private static bool Matches(string pattern, string path) => Regex.IsMatch(
        path, $"^{Regex.Escape(pattern).Replace("\\*", "[^/]*", StringComparison.Ordinal)}$",
        RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    private static IEnumerable<DirectoryInfo> Walk(DirectoryInfo folder) => Left.Contains(folder.Name, StringComparer.Ordinal)
        ? []
        : folder.EnumerateDirectories().SelectMany(Walk).Prepend(folder);

    private static DirectoryInfo Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "global.json"))) return folder;
        throw new InvalidOperationException("The tests run outside a checkout.");
    }
}
