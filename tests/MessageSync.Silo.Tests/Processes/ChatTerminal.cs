using System.Diagnostics;

namespace MessageSync.Silo.Tests.Processes;

/// <summary>The console chat as a process of its own: a terminal that a test types into and reads.</summary>
internal sealed class ChatTerminal : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<string> _shown = [];
    private readonly Signal _changed = new();
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task _reading;

    private ChatTerminal(Process process)
    {
        (_process, _errors) = (process, process.StandardError.ReadToEndAsync());
        _reading = ReadAsync();
    }

    /// <summary>What it has shown so far, without the spaces around.</summary>
    public IReadOnlyList<string> Shown
    {
        get
        {
            lock (_gate) return [.. _shown];
        }
    }

    /// <summary>Starts it and waits until it has a stream.</summary>
    /// <param name="folder">Where it keeps its store.</param>
    /// <param name="silo">What it connects to.</param>
    /// <param name="me">Whose terminal.</param>
    /// <param name="other">With whom.</param>
    public static async Task<ChatTerminal> OpenAsync(string folder, SiloProcess silo, string me, string other)
    {
        string[] args = [Samples.Program("Chat.Console"), me, other, silo.Http.BaseAddress!.ToString()];
        var terminal = new ChatTerminal(Process.Start(new ProcessStartInfo("dotnet", args)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!);
        await terminal.UntilAsync("(Streaming)");
        return terminal;
    }

    /// <summary>Types a line.</summary>
    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until all these lines were shown.</summary>
    public async Task UntilAsync(params string[] lines)
    {
        try
        {
            await _changed.UntilAsync(() => !lines.Except(Shown).Any(), s_patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"In vain: {string.Join(" | ", lines.Except(Shown))}; shown: {string.Join(" | ", Shown)}");
        }
    }

    /// <summary>Ends it at once, as a battery would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await ExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<(int ExitCode, string Errors)> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        await _reading.WaitAsync(s_patience);
        return (_process.ExitCode, await _errors.WaitAsync(s_patience));
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_gate) _shown.Add(line.Trim());
            _changed.Pulse();
        }
    }
}
