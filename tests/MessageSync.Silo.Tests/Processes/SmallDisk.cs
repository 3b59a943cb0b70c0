using System.Diagnostics;

namespace MessageSync.Silo.Tests.Processes;

/// <summary>A real file system of a few megabytes in memory, with ballast that can be thrown off.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 8;
    private const int BallastMegabytes = 4;
    private readonly DataFolder _mounted = new();

    public SmallDisk()
    {
        Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "messagesync-test", _mounted.Path));
        File.WriteAllBytes(Ballast, new byte[BallastMegabytes * 1024 * 1024]);
    }

    public string Data => _mounted.File("data");

    private string Ballast => _mounted.File("ballast");

    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        Assert.Equal(0, Run("umount", _mounted.Path));
        _mounted.Dispose();
    }

    /// <summary>Why there is none here; null where there can be one.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "Mounting a small file system takes Linux and root.";

        try
        {
            using (new SmallDisk()) return null;
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

    public SmallDiskFactAttribute() => Skip = s_whyNot.Value;
}
