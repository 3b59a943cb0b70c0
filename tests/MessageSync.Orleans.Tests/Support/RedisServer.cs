using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace MessageSync.Orleans.Tests.Support;

/// <summary>
/// A real Redis server: on a free port of the loopback, in a folder of its own that goes with it. It keeps what it is told
/// (append-only file), as one should that holds a cluster's membership. It ends with the process that started it.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    // When whoever started it is gone, its input ends.
    private const string Guard = """
        "$@" & server=$!
        trap 'kill -TERM $server' TERM
        cat > /dev/null
        kill -TERM $server 2> /dev/null
        wait $server
        """;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("messagesync-redis-").FullName;
    private Process? _process;

    private RedisServer(int port) => Port = port;

    /// <summary>Where it listens, at every start.</summary>
    public int Port { get; }

    /// <summary>For <c>--membership</c>.</summary>
    public string Membership => $"redis://127.0.0.1:{Port}";

    /// <summary>The program, of the path.</summary>
    /// <exception cref="InvalidOperationException">There is none; says what to install.</exception>
    private static string Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("No Redis server is installed: install Debian's redis-server.");

    /// <summary>Starts one.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer(FreePort());
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it, after it was stopped, and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        _process = Process.Start(new ProcessStartInfo("/bin/sh",
        [
            "-c", Guard, "guard", Program, "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, "--save", "",
            "--appendonly", "yes", "--appendfsync", "always",
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var log = new ProcessLog(_process.StandardOutput);
        _process.BeginErrorReadLine();
        await log.UntilAsync("Ready to accept connections", s_patience);
    }

    /// <summary>Ends it; connections are cut.</summary>
    /// <param name="forget">True where what it was told goes, too.</param>
    public async Task StopAsync(bool forget = false)
    {
        if (_process is not { } process) return;
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(s_patience);
        process.Dispose();
        _process = null;
        if (!forget) return;
        foreach (var kept in Directory.GetDirectories(_folder)) Directory.Delete(kept, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
