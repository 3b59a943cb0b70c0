using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace MessageSync.Storage.Postgres.Tests;

/// <summary>The way to a server, which can be cut: at once, or when so many bytes have gone up, or just before so many
/// answers come down. Or who uses it stands still.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly TaskCompletionSource _stands = new();
    private byte[]? _standsAt;
    private Func<byte[], bool>? _cutsUp;
    private Func<byte[], bool>? _cutsDown;

    private Proxy(NpgsqlConnectionStringBuilder server) => _server = server;

    /// <summary>How to reach the server through it.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
    }.ConnectionString;

    public static Proxy To(string connectionString)
    {
        var proxy = new Proxy(new(connectionString));
        proxy._listener.Start();
        _ = proxy.AcceptAsync();
        return proxy;
    }

    /// <summary>The next bytes to the server for which this holds are lost, with every connection.</summary>
    public void CutBefore(Func<byte[], bool> question) => Volatile.Write(ref _cutsUp, question);

    /// <summary>The next bytes from the server for which this holds are lost, with every connection.</summary>
    public void CutAnswer(Func<byte[], bool> answer) => Volatile.Write(ref _cutsDown, answer);

    /// <summary>The next bytes to the server that hold these go up to where they begin, and no further: as if who sends
    /// them stood still from then on. All connections stay open.</summary>
    /// <returns>Ends when that has happened.</returns>
    public Task StandStillAt(byte[] bytes)
    {
        Volatile.Write(ref _standsAt, bytes);
        return _stands.Task;
    }

    /// <summary>Cuts every connection; the next ones are let through.</summary>
    public void Cut()
    {
        Volatile.Write(ref _standsAt, null);
        foreach (var client in _open.Keys) client.Close();
        _open.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        Cut();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(_server.Host!, _server.Port);
            (client.NoDelay, server.NoDelay) = (true, true);
            (_open[client], _open[server]) = (true, true);
            await Task.WhenAny(
                PumpAsync(client, server, bytes => Takes(ref _cutsUp, bytes), isUp: true),
                PumpAsync(server, client, bytes => Takes(ref _cutsDown, bytes)));
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
        {
            // Cut, or the server is away.
        }
        finally
        {
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
            client.Dispose();
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Func<byte[], bool> cuts, bool isUp = false)
    {
        var buffer = new byte[64 * 1024];
        while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
        {
            if (isUp && Volatile.Read(ref _standsAt) is { } still)
            {
                if (buffer.AsSpan(0, count).IndexOf(still) is >= 0 and var part)
                {
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, part));
                    _stands.TrySetResult();
                }
                if (_stands.Task.IsCompleted) await new TaskCompletionSource().Task.WaitAsync(_stopping.Token);
            }
            if (cuts(buffer[..count]))
            {
                Cut();
                return;
            }
            await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
        }
    }

    private static bool Takes(ref Func<byte[], bool>? cuts, byte[] bytes) =>
        Volatile.Read(ref cuts) is { } wanted && wanted(bytes) && Interlocked.Exchange(ref cuts, null) is not null;
}
