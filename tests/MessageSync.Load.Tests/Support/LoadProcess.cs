using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MessageSync.Load.Tests.Support;

/// <summary>The driver as a process of its own.</summary>
internal sealed class LoadProcess : IDisposable
{
    private const int Sigint = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<string> _output = [];

    private LoadProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Starts it. Whoever was started in the background ignores interrupts, and hands that down: not to it.</summary>
    public static LoadProcess Start(params string[] args) => new(Process.Start(new ProcessStartInfo(
        "env", ["--default-signal=INT", "dotnet", Program(), .. args])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    })!);

    /// <summary>Runs to the end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] args)
    {
        using var load = Start(args);
        return await load.EndAsync();
    }

    /// <summary>Waits for a line like this.</summary>
    public async Task UntilAsync(Func<string, bool> isIt)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            _output.Add(line);
            if (isIt(line)) return;
        }
        Assert.Fail("It ended: " + string.Join('\n', _output) + await _errors);
    }

    /// <summary>Ctrl-C.</summary>
    public void Interrupt() => Assert.Equal(0, Signal(_process.Id, Sigint));

    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        var rest = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, string.Join('\n', [.. _output, rest]), await _errors.WaitAsync(Patience));
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    /// <summary>The driver as it was built for itself: beside the tests it would miss what their framework brings.
    /// </summary>
    private static string Program()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var root = own;
        while (!File.Exists(Path.Combine(root!.FullName, "MessageSync.sln"))) root = root.Parent;
        return Path.Combine(
            root.FullName, "bench", "MessageSync.Load", "bin", own.Parent!.Name, own.Name, "MessageSync.Load.dll");
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int pid, int signal);
}
