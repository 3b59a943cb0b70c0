using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace MessageSync.Orleans.Tests.Backend;

/// <summary>The sample backend as a process of its own, on a free loopback port.</summary>
internal sealed class BackendProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private BackendProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>What <c>dotnet</c> runs, and where its grains are.</summary>
    public static string Assembly { get; } = Find();

    public HttpClient Http { get; } = new() { Timeout = s_patience };

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<BackendProcess> StartAsync(params string[] args)
    {
        var backend = Launch(args);
        while (await backend._process.StandardOutput.ReadLineAsync().WaitAsync(s_patience) is { } line)
        {
            if (line.IndexOf("http://", StringComparison.Ordinal) is var at and > 0)
            {
                backend.Http.BaseAddress = new(line[at..].Trim());
                return backend;
            }
        }
        Assert.Fail(await backend._errors);
        return backend;
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<(int ExitCode, string Said, string Errors)> RunAsync(params string[] args)
    {
        await using var backend = Launch(args);
        var said = await backend._process.StandardOutput.ReadToEndAsync().WaitAsync(s_patience);
        await backend._process.WaitForExitAsync().WaitAsync(s_patience);
        return (backend._process.ExitCode, said, await backend._errors);
    }

    /// <summary>Calls as a user.</summary>
    public async Task<JsonElement> CallAsync(HttpMethod method, string path, string user, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "X-User", user } } };
        if (body is not null) request.Content = JsonContent.Create(body);
        using var reply = await Http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, $"{(int)reply.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Posts as a user who is to be refused.</summary>
    /// <returns>The status.</returns>
    public async Task<int> StatusAsync(string path, string user, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Headers = { { "X-User", user } },
            Content = JsonContent.Create(body),
        };
        using var reply = await Http.SendAsync(request);
        return (int)reply.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        _process.Dispose();
        Http.Dispose();
    }

    private static BackendProcess Launch(string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, "--urls", "http://127.0.0.1:0", .. args])
        {
            WorkingDirectory = Path.GetDirectoryName(Assembly)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        return new(Process.Start(start)!);
    }

    private static string Find()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = own;
        while (!File.Exists(Path.Combine(folder!.FullName, "MessageSync.sln"))) folder = folder.Parent;
        return Path.Combine(
            folder.FullName, "samples", "Backend.Orleans", "bin", own.Parent!.Name, own.Name, "Backend.Orleans.dll");
    }
}
