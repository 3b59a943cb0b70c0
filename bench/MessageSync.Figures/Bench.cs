namespace MessageSync.Figures;

/// <summary>How to measure.</summary>
/// <param name="IsQuick">Everything smaller and once: within a minute, to see that it works.</param>
/// <param name="Rounds">How often A and B take turns, in a full run.</param>
/// <param name="Folder">Where the data of the runs lies; removed at the end.</param>
internal sealed record Bench(bool IsQuick, int Rounds, string Folder) : IDisposable
{
    private int _copies;

    /// <summary>How often A and B take turns.</summary>
    public int Alternations => IsQuick ? 1 : Rounds;

    /// <summary>A number of the full or of the quick run.</summary>
    public int Of(int full, int quick) => IsQuick ? quick : full;

    /// <summary>A fresh copy of a data folder, for one run.</summary>
    public string Copy(string from)
    {
        var to = System.IO.Directory.CreateDirectory(Path.Combine(Folder, $"run-{_copies++}")).FullName;
        foreach (var file in System.IO.Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return to;
    }

    /// <summary>A folder that is empty.</summary>
    public string NewFolder(string name) => System.IO.Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    public void Dispose() => System.IO.Directory.Delete(Folder, recursive: true);
}
