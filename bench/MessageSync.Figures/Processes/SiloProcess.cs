using System.Diagnostics;

namespace MessageSync.Figures.Processes;

/// <summary>The real silo, in development mode on a free loopback port.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SiloProcess(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>What it holds in memory, as the system counts it.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>What it has used of the processor.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="dataFolder">Its own.</param>
    /// <param name="settings">Further arguments of its command line.</param>
    /// <exception cref="InvalidOperationException">It does not start; says why.</exception>
    public static Task<SiloProcess> StartAsync(string dataFolder, params string[] settings) =>
        StartAsync(["--data", dataFolder, .. settings]);

    /// <summary>Starts it on data of its own, new and of a name.</summary>
    /// <exception cref="InvalidOperationException">It does not start; says why.</exception>
    public static async Task<SiloProcess> StartAsync(IData data, string name) =>
        await StartAsync(data.SiloArguments(await data.NewAsync(name)));

    private static Task<SiloProcess> StartAsync(IReadOnlyList<string> arguments) =>
        StartProjectAsync("silo/MessageSync.Silo", arguments);

    /// <summary>Starts a silo of another project.</summary>
    /// <param name="project">Its folder, from the root of the repository on.</param>
    /// <param name="arguments">Of its command line.</param>
    /// <exception cref="InvalidOperationException">It does not start; says why.</exception>
    public static async Task<SiloProcess> StartProjectAsync(string project, IReadOnlyList<string> arguments)
    {
        var process = Programs.Start(project, ["--urls", "http://127.0.0.1:0", .. arguments]);
        var first = await process.StandardOutput.ReadLineAsync();
        var address = first?.Split(' ', ',').FirstOrDefault(word => word.StartsWith("http", StringComparison.Ordinal));
        if (address is null)
            throw new InvalidOperationException($"No silo: {await process.StandardError.ReadToEndAsync()}");

        // Whatever it has to say is not to hold it up.
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginErrorReadLine();
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return new(process, address);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
