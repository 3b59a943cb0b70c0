using System.Net.Sockets;
using System.Text;
using MessageSync.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MessageSync.Http.Tests;

/// <summary>The HTTP layer on a real Kestrel with a fake behind it: what is tested is the translation.</summary>
internal sealed class TestApp : WireClient
{
    private readonly WebApplication _app;

    private TestApp(WebApplication app, FakeMessageSync fake, FakeSettings settings, RecordingLogger log)
        : base(new() { BaseAddress = new(app.Urls.First()) }) =>
        (_app, Fake, Settings, Log) = (app, fake, settings, log);

    public FakeMessageSync Fake { get; }

    public FakeSettings Settings { get; }

    public RecordingLogger Log { get; }

    public static Task<TestApp> StartAsync(
        bool development = false, FakeSettings? settings = null, params (string Name, string Value)[] configuration)
    {
        var (fake, store) = (new FakeMessageSync(), settings ?? new());
        return StartAsync(
            services => services.AddSingleton<IMessageSync>(fake).AddSingleton<IStoreSettings>(store),
            fake, store, development, configuration);
    }

    /// <summary>The HTTP layer over whatever <paramref name="addBacking"/> adds.</summary>
    public static Task<TestApp> StartAsync(
        Action<IServiceCollection> addBacking, bool development = false, params (string Name, string Value)[] configuration) =>
        StartAsync(addBacking, new(), new(), development, [.. OneKey, .. configuration]);

    private static async Task<TestApp> StartAsync(
        Action<IServiceCollection> addBacking, FakeMessageSync fake, FakeSettings settings, bool development,
        (string Name, string Value)[] configuration)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = development ? "Development" : "Production",
        });
        var log = new RecordingLogger();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (configuration.Length == 0) configuration = OneKey;
        builder.Configuration.AddInMemoryCollection(
            configuration.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value)));
        addBacking(builder.Services);
        builder.Services.AddMessageSyncHttp();
        var app = builder.Build();
        app.MapMessageSync();
        await app.StartAsync();
        return new(app, fake, settings, log);
    }

    public static (string Name, string Value)[] OneKey =>
    [
        ("MessageSync:Auth:Keys:0:Kid", "test"),
        ("MessageSync:Auth:Keys:0:Algorithm", "HS256"),
        ("MessageSync:Auth:Keys:0:Secret", Tokens.Secret),
    ];

    /// <summary>Bytes as they are, over a connection of their own; the answer as text up to its end, empty when the
    /// server just closed.</summary>
    public async Task<string> SendRawAsync(string text, bool closeAfter = false)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(EndPoint);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        if (closeAfter) socket.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        try
        {
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return "";
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _app.DisposeAsync();
    }
}
