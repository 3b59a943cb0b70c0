using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace MessageSync.Silo.Tests.Telemetry;

/// <summary>A collector: takes OTLP over HTTP, or gRPC, and keeps what it got.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private const string Grpc = "application/grpc";

    // Not compressed, of no length.
    private static readonly byte[] s_emptyMessage = new byte[5];

    private readonly ConcurrentQueue<(string Path, string? Type, string? Key, string Bytes)> _posts = new();
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public IEnumerable<(string Path, string? Type, string? Key, string Bytes)> Posts => _posts;

    public static async Task<Collector> StartAsync(bool isGrpc = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var collector = new Collector(builder.Build());
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Everything that came to a path; strings stand in protobuf as they are.</summary>
    public string All(string path) => string.Concat(_posts.Where(post => post.Path == path).Select(post => post.Bytes));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var type = http.Request.ContentType;
        _posts.Enqueue((http.Request.Path, type, http.Request.Headers["x-key"], Encoding.Latin1.GetString(body.ToArray())));
        http.Response.ContentType = type == Grpc ? Grpc : "application/x-protobuf";
        if (type != Grpc) return;
        await http.Response.BodyWriter.WriteAsync(s_emptyMessage);
        http.Response.AppendTrailer("grpc-status", "0");
    }
}
