using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MessageSync.Orleans.Tests.Faults;

/// <summary>The way on which other silos reach one. Split, it lets connections stand and brings nothing any more, as a net
/// does that loses everything.</summary>
internal sealed class SiloProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _open = [];
    private volatile bool _isSplit;

    public SiloProxy()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Silo = (IPEndPoint)free.LocalEndpoint;
        }
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where the silo listens.</summary>
    public IPEndPoint Silo { get; }

    /// <summary>Tells a silo where it listens, and where others find it.</summary>
    public string[] Settings =>
    [
        $"--MessageSync:Cluster:SiloPort={((IPEndPoint)_listener.LocalEndpoint).Port}",
        $"--Orleans:Endpoints:SiloListeningEndpoint={Silo}",
    ];

    /// <summary>From now on nothing comes through.</summary>
    public void Split() => _isSplit = true;

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        foreach (var client in _open) client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient from)
    {
        var to = new TcpClient();
        _open.Add(from);
        _open.Add(to);
        try
        {
            await to.ConnectAsync(Silo);
            (from.NoDelay, to.NoDelay) = (true, true);
            await Task.WhenAny(PumpAsync(from, to), PumpAsync(to, from));
        }
        catch (SocketException)
        {
            // The silo is away.
        }
        if (_isSplit) return;
        from.Dispose();
        to.Dispose();
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
                if (!_isSplit) await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
        }
        catch (Exception end) when (end is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone: so is the other.
        }
    }
}
