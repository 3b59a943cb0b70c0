using System.Diagnostics;

namespace MessageSync.TestDisk;

/// <summary>A real file system of a few megabytes in memory, with ballast that can be thrown off.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string _mounted = Directory.CreateTempSubdirectory("messagesync-disk-").FullName;

    /// <summary>Mounts it.</summary>
    /// <param name="megabytes">All of it.</param>
    /// <param name="ballast">So many of them are taken until there is made room.</param>
    public SmallDisk(int megabytes, int ballast)
    {
        Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=777", "messagesync-test", _mounted));
        File.WriteAllBytes(Ballast, new byte[ballast * 1024 * 1024]);
    }

    /// <summary>A folder on it, yet to be made.</summary>
    public string Data => Path.Combine(_mounted, "data");

    private string Ballast => Path.Combine(_mounted, "ballast");

    /// <summary>Throws the ballast off.</summary>
    public void MakeRoom() => File.Delete(Ballast);

    /// <inheritdoc/>
    public void Dispose()
    {
        Assert.Equal(0, Run("umount", _mounted));
        Directory.Delete(_mounted);
    }

    /// <summary>Why there is none here; null where there can be one.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "Mounting a small file system takes Linux and root.";

        try
        {
            using (new SmallDisk(1, 0)) return null;
        }
        catch (Exception refused)
        {
            return $"A small file system could not be mounted: {refused.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static int Run(string command, params string[] args)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command, args) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}

/// <summary>A test that mounts a file system; skipped where the process may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_whyNot = new(SmallDisk.WhyNot);

    /// <summary>Looks whether it may.</summary>
    public SmallDiskFactAttribute() => Skip = s_whyNot.Value;
}
