using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace MessageSync.TestPostgres;

/// <summary>
/// A real PostgreSQL server for tests: on a free port of the loopback, in a folder of its own that goes with it, as another
/// user where the tests run as root. It ends with the process that started it, however that ends.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The environment variable that names another server, by a connection string, for
    /// <see cref="SharedAsync"/>.</summary>
    public const string Variable = "MESSAGESYNC_TEST_POSTGRES";

    private const string User = "postgres";

    // When whoever started it is gone, its input ends.
    private const string Guard = """
        "$@" & server=$!
        trap 'kill -INT $server' TERM
        cat > /dev/null
        kill -INT $server 2> /dev/null
        wait $server
        """;

    private static readonly Lazy<Task<string>> s_shared = new(StartSharedAsync);

    private readonly string _folder;
    private readonly string[] _settings;
    private Process? _process;

    private PostgresServer(string folder, int port, string[] settings) => (_folder, Port, _settings) = (folder, port, settings);

    /// <summary>Where it listens, at every start.</summary>
    public int Port { get; }

    /// <summary>How to reach its database of that name.</summary>
    public string ConnectionString(string database = "postgres") =>
        $"Host=127.0.0.1;Port={Port};Username={User};Database={database}";

    /// <summary>A connection string of one server for all tests of this process, where nothing is written for good.</summary>
    public static Task<string> SharedAsync() => s_shared.Value;

    /// <summary>Starts a server of one's own.</summary>
    /// <param name="settings">For its configuration, e.g. <c>max_connections=20</c>.</param>
    public static Task<PostgresServer> StartAsync(params string[] settings) =>
        StartInAsync(Directory.CreateTempSubdirectory("messagesync-postgres-").FullName, settings);

    /// <summary>Starts a server of one's own in a folder, which goes with it.</summary>
    public static async Task<PostgresServer> StartInAsync(string folder, params string[] settings)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | (UnixFileMode)0b111_111_111);
        var server = new PostgresServer(folder, FreePort(), settings);
        using var made = Process.Start(server.As("initdb",
            "--pgdata", server.Data, "--username", User, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"))!;
        var said = await made.StandardOutput.ReadToEndAsync() + await made.StandardError.ReadToEndAsync();
        await made.WaitForExitAsync();
        if (made.ExitCode != 0) throw new InvalidOperationException($"initdb failed: {said}");

        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it, after it was stopped or killed, and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        string[] settings =
        [
            $"port={Port}", "listen_addresses=127.0.0.1", $"unix_socket_directories={_folder}", "shared_buffers=64MB",
            "max_connections=200", "log_min_messages=fatal", .. _settings,
        ];
        var start = As("postgres", ["-D", Data, .. settings.SelectMany(setting => new[] { "-c", setting })]);
        start.ArgumentList.Insert(0, start.FileName);
        foreach (var argument in new[] { "guard", Guard, "-c" }) start.ArgumentList.Insert(0, argument);
        (start.FileName, start.RedirectStandardInput) = ("/bin/sh", true);
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitAsync();
    }

    /// <summary>Ends it in order; connections are cut.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process) return;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    /// <summary>True when it ended by itself.</summary>
    public bool HasExited => _process is { HasExited: true };

    /// <summary>Kills it with all its processes, as a power cut does.</summary>
    public async Task KillAsync()
    {
        using (var postmaster = Process.GetProcessById(Main())) postmaster.Kill(entireProcessTree: true);
        await StopAsync();
    }

    /// <summary>Stops all its processes where they are, as a machine that hangs does.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>Lets them go on.</summary>
    public void Thaw() => Signal("CONT");

    private void Signal(string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -s {signal} {string.Join(' ', Processes(Main()))}"]);
        kill.WaitForExit();
        if (kill.ExitCode != 0) throw new InvalidOperationException("The server could not be signalled.");
    }

    private int Main() => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), null);

    private static IEnumerable<int> Processes(int parent) =>
        File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => int.Parse(child, null)).Prepend(parent);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // Its last process is still writing: the system clears its temporary folder.
        }
    }

    /// <summary>The folder of its data.</summary>
    public string Data => Path.Combine(_folder, "data");

    private static async Task<string> StartSharedAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return given;

        var server = await StartAsync("fsync=off", "full_page_writes=off");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return server.ConnectionString();
    }

    private ProcessStartInfo As(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(PostgresBinaries.Folder, program), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _folder,
        };
        // The server refuses to run as root.
        if (Environment.IsPrivilegedProcess) start.UserName = User;
        return start;
    }

    private async Task WaitAsync()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString() + ";Pooling=false;Timeout=5");
        using var retry = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var left = 600; ; left--)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException) when (left > 0 && !_process!.HasExited)
            {
                await retry.WaitForNextTickAsync();
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
