using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;
using MessageSync.Silo.Orleans;

namespace MessageSync.Orleans.Tests.Support;

/// <summary>A silo as a process of its own, on free loopback ports.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private const int Sigcont = 18;
    private const int Sigstop = 19;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private SiloProcess(Process process) => (_process, Errors) = (process, new(process.StandardError));

    public HttpClient Http { get; } = new() { Timeout = s_patience };

    /// <summary>What it says of failures, and of their ends.</summary>
    public ProcessLog Errors { get; }

    /// <summary>True when it has ended, by itself or not.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<SiloProcess> StartAsync(params string[] args)
    {
        var silo = Launch(["--urls", "http://127.0.0.1:0", .. args]);
        while (await silo._process.StandardOutput.ReadLineAsync().WaitAsync(s_patience) is { } line)
        {
            if (line.StartsWith("MessageSync listens", StringComparison.Ordinal))
                silo.Http.BaseAddress = new(line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)));
            if (line.Contains("/v1/inbox", StringComparison.Ordinal)) return silo;
        }
        await silo.Errors.Ended.WaitAsync(s_patience);
        await silo.DisposeAsync();
        Assert.Fail(silo.Errors.Text);
        return silo;
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(params string[] args)
    {
        await using var silo = Launch(["--urls", "http://127.0.0.1:0", .. args]);
        _ = silo._process.StandardOutput.ReadToEndAsync();
        return (await silo.ExitAsync(), silo.Errors.Text);
    }

    /// <summary>Signs in and calls.</summary>
    public async Task<JsonElement> CallAsync(HttpMethod method, string path, string user, object? body = null)
    {
        using var asked = await Http.PostAsJsonAsync("/v1/dev/token", new { user, device = "phone" });
        var token = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null) request.Content = JsonContent.Create(body);
        using var reply = await Http.SendAsync(request);
        Assert.True(reply.IsSuccessStatusCode, $"{(int)reply.StatusCode} {await reply.Content.ReadAsStringAsync()}");
        return await reply.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Stops it where it is, as a machine that hangs does.</summary>
    public void Freeze() => Assert.Equal(0, Signal(_process.Id, Sigstop));

    /// <summary>Lets it go on.</summary>
    public void Thaw() => Assert.Equal(0, Signal(_process.Id, Sigcont));

    /// <summary>Asks it to stop.</summary>
    public void Terminate() => Assert.Equal(0, Signal(_process.Id, Sigterm));

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(s_patience);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        await Errors.Ended.WaitAsync(s_patience);
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop, and waits.</summary>
    /// <returns>The exit code, and what it said.</returns>
    public async Task<(int ExitCode, string Errors)> StopAsync()
    {
        Terminate();
        return (await ExitAsync(), Errors.Text);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        Http.Dispose();
    }

    /// <summary>What it said, line by line, but for what the machine of tests is to blame for: a server without fsync,
    /// and turns that take long where others want the processor.</summary>
    public static string[] Lines(string errors) =>
    [
        .. errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line =>
            !line.Contains("fsync = off", StringComparison.Ordinal)
            && !line.Contains("Orleans.Runtime.Scheduler.", StringComparison.Ordinal)),
    ];

    private static SiloProcess Launch(string[] args)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            typeof(SiloCommand).Assembly.Location, "--MessageSync:Cluster:SiloPort=0",
            "--MessageSync:Cluster:GatewayPort=0", "--MessageSync:Cluster:Address=127.0.0.1", .. args,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        return new(Process.Start(start)!);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int pid, int signal);
}
