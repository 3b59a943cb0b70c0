using System.Net;
using System.Net.Sockets;

namespace MessageSync.Client.Http.Tests;

/// <summary>Hands bytes on between clients and the server and cuts connections off at any byte of the
/// answers.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource _lines = new();
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private long _handedOn;

    private CuttingProxy(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public static CuttingProxy Before(IPEndPoint server) => new(server);

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>How many bytes of answers the next connection may carry before it is cut off; asked once for
    /// each.</summary>
    public Func<long> Limit { get; set; } = () => long.MaxValue;

    /// <summary>Bytes of answers that were handed on.</summary>
    public long HandedOn => Interlocked.Read(ref _handedOn);

    /// <summary>Cuts off what is connected now.</summary>
    public async Task CutAsync()
    {
        using var lines = Interlocked.Exchange(ref _lines, new());
        await lines.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Dispose();
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true) carried.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(carried);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, _lines.Token);
        try
        {
            await server.ConnectAsync(_server, end.Token);
            var requests = client.GetStream().CopyToAsync(server.GetStream(), end.Token);
            await AnswersAsync(server.GetStream(), client.GetStream(), Limit(), end.Token);
            await end.CancelAsync();
            await requests;
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // One side is gone: so is the other.
        }
    }

    private async Task AnswersAsync(NetworkStream from, NetworkStream to, long limit, CancellationToken ct)
    {
        var buffer = new byte[4096];
        while (limit > 0 && await from.ReadAsync(buffer, ct) is > 0 and var count)
        {
            var part = (int)Math.Min(count, limit);
            await to.WriteAsync(buffer.AsMemory(0, part), ct);
            Interlocked.Add(ref _handedOn, part);
            limit -= part;
        }
    }
}
