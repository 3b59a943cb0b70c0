using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MessageSync.Figures.Processes;

/// <summary>One open stream, read as cheaply as may be: a bare connection, HTTP/1.0 (so that nothing is chunked).</summary>
internal sealed class OpenStream : IDisposable
{
    private const int BufferSize = 2048;

    private readonly TcpClient _connection = new() { NoDelay = true };
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<string, string> _hear;
    private Task _reading = Task.CompletedTask;

    private OpenStream(Action<string, string> hear) => _hear = hear;

    /// <summary>Where it is: the id of the last event that had one.</summary>
    public string? Position { get; private set; }

    /// <summary>Everything that was stored at the start came.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>Opens it and begins to read.</summary>
    /// <param name="backend">Whose silo and token.</param>
    /// <param name="user">Whose stream.</param>
    /// <param name="position">Where to go on; null for the beginning.</param>
    /// <param name="hear">Is told name and data of every event.</param>
    public static async Task<OpenStream> OpenAsync(
        Backend backend, int user, string? position, Action<string, string> hear)
    {
        var stream = new OpenStream(hear) { Position = position };
        await stream._connection.ConnectAsync(backend.Address.Host, backend.Address.Port);
        var last = position is null ? "" : $"Last-Event-ID: {position}\r\n";
        await stream._connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"GET /v1/inbox/stream HTTP/1.0\r\nHost: silo\r\nAuthorization: Bearer {backend.Token}\r\nMessageSync-Act-As: {Backend.User(user)}/phone\r\n{last}\r\n")));
        stream._reading = stream.ReadAsync();
        return stream;
    }

    /// <summary>Hangs up.</summary>
    public void Dispose() => _connection.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            using var lines = new StreamReader(_connection.GetStream(), Encoding.UTF8, false, BufferSize);
            var status = await lines.ReadLineAsync();
            if (status?.Contains(" 200 ", StringComparison.Ordinal) != true)
                throw new InvalidOperationException($"A stream was refused: {status}");

            var (name, data) = ("", "");
            while (await lines.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line["event: ".Length..];
                else if (line.StartsWith("id: ", StringComparison.Ordinal)) Position = line["id: ".Length..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line["data: ".Length..];
                if (line.Length > 0 || name.Length == 0) continue;

                if (name == "caught-up") _caughtUp.TrySetResult();
                _hear(name, data);
                (name, data) = ("", "");
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // Hung up.
        }
        catch (Exception failure)
        {
            _caughtUp.TrySetException(failure);
        }
    }
}
