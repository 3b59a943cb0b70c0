namespace MessageSync.Silo.Tests.Import.Irc;

/// <summary>A test over the real archive, which lies beside the checkout and not in it; skipped where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ArchiveFactAttribute : FactAttribute
{
    public ArchiveFactAttribute()
    {
        if (Archive is null) Skip = "There is no ../shared/data/ubuntu-irc.tar.xz beside the checkout.";
    }

    /// <summary>Where it is; null where it is absent.</summary>
    public static string? Archive { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "global.json"))) continue;

            var archive = Path.Combine(folder.FullName, "..", "shared", "data", "ubuntu-irc.tar.xz");
            return File.Exists(archive) ? archive : null;
        }
        return null;
    }
}
