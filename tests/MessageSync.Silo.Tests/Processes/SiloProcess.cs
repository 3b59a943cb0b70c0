using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MessageSync.Silo.Tests.Processes;

/// <summary>The real silo as a process of its own, on a free loopback port.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private SiloProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>What it printed up to its last line of the banner.</summary>
    public List<string> Banner { get; } = [];

    public HttpClient Http { get; } = new() { Timeout = s_patience };

    /// <summary>Starts a server on a folder and waits until it listens.</summary>
    public static Task<SiloProcess> ServeAsync(string data, params string[] settings) =>
        StartAsync(["--data", data, .. settings]);

    /// <summary>Starts a server and waits until it listens.</summary>
    public static async Task<SiloProcess> StartAsync(
        string[] settings, params (string Name, string Value)[] environment)
    {
        var silo = Launch(["--urls", "http://127.0.0.1:0", .. settings], environment);
        await silo.ListeningAsync();
        return silo;
    }

    /// <summary>Starts a server and does not wait for it.</summary>
    public static SiloProcess Begin(string data, params string[] settings) =>
        Launch(["--data", data, "--urls", "http://127.0.0.1:0", .. settings]);

    /// <summary>Waits until it listens.</summary>
    public async Task ListeningAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience) is { } line)
        {
            Banner.Add(line);
            if (line.Contains("/v1/inbox", StringComparison.Ordinal)) break;
        }
        if (Banner.Count == 0) Assert.Fail(await ErrorsAsync());
        Http.BaseAddress = new(Banner[0].Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)));
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string[] args, params (string Name, string Value)[] environment)
    {
        await using var silo = Launch(args, environment);
        var output = await silo._process.StandardOutput.ReadToEndAsync().WaitAsync(s_patience);
        return (await silo.ExitAsync(), output, await silo.ErrorsAsync());
    }

    /// <summary>Signs in and calls.</summary>
    public async Task<JsonElement> CallAsync(HttpMethod method, string path, object? body = null, string user = "ann")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(user));
        if (body is not null) request.Content = JsonContent.Create(body);

        var response = await Http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>A token of a user's phone.</summary>
    public async Task<string> TokenAsync(string user)
    {
        using var reply = await Http.PostAsJsonAsync("/v1/dev/token", new { user, device = "phone" });
        return (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    /// <summary>The send keys of a Timeline that ann sees, in its order.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string conversation)
    {
        var keys = new List<string>();
        while (true)
        {
            var page = await CallAsync(HttpMethod.Get, $"/v1/conversations/{conversation}/messages?after={keys.Count}");
            keys.AddRange(page.GetProperty("messages").EnumerateArray()
                .Select(one => one.GetProperty("sendKey").GetString()!));
            if (!page.GetProperty("hasAfter").GetBoolean()) return keys;
        }
    }

    /// <summary>Asks it to stop.</summary>
    public void Terminate() => Assert.Equal(0, Signal(_process.Id, Sigterm));

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await ExitAsync();
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        return _process.ExitCode;
    }

    public async Task<string> ErrorsAsync() => await _errors.WaitAsync(s_patience);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        Http.Dispose();
    }

    private static SiloProcess Launch(string[] args, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SiloCommand).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int pid, int signal);
}
