using System.Diagnostics;
using System.Text.Json;
using MessageSync.Orleans.Tests.Support;

namespace MessageSync.Orleans.Processes.Tests.Support;

/// <summary>A process in which one silo at a time lives, on free loopback ports. It ends with the process of the
/// tests.</summary>
internal sealed class SiloRunner
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly ProcessLog _errors;

    public SiloRunner()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        // It lives for a minute: what is compiled while it is measured comes too late.
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = Process.Start(start)!;
        _errors = new(_process.StandardError);
    }

    /// <summary>Starts a silo and waits until it listens.</summary>
    /// <returns>Where.</returns>
    public async Task<Uri> StartAsync(IEnumerable<string> args)
    {
        string[] all =
        [
            "--urls", "http://127.0.0.1:0", "--MessageSync:Cluster:SiloPort=0", "--MessageSync:Cluster:GatewayPort=0",
            "--MessageSync:Cluster:Address=127.0.0.1", .. args,
        ];
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(all));
        await _process.StandardInput.FlushAsync();
        Uri? address = null;
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(s_patience) is { } line)
        {
            if (line.StartsWith("MessageSync listens", StringComparison.Ordinal))
                address = new(line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)));
            if (line.Contains("/v1/inbox", StringComparison.Ordinal)) return address!;
        }
        await _errors.Ended.WaitAsync(s_patience);
        throw new InvalidOperationException($"The silo did not start: {_errors.Text}");
    }

    /// <summary>Tells the silo to stop; another one may be started meanwhile.</summary>
    public async Task StopAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
    }
}
