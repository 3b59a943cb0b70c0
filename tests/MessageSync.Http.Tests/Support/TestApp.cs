using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MessageSync.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MessageSync.Http.Tests;

/// <summary>The HTTP layer on a real Kestrel with a fake behind it: what is tested is the translation.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApp(WebApplication app, FakeMessageSync fake, FakeSettings settings, RecordingLogger log)
    {
        (_app, Fake, Settings, Log) = (app, fake, settings, log);
        Client = new() { BaseAddress = new(app.Urls.First()) };
    }

    public FakeMessageSync Fake { get; }

    public FakeSettings Settings { get; }

    public RecordingLogger Log { get; }

    public HttpClient Client { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => new(IPAddress.Loopback, Client.BaseAddress!.Port);

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

    /// <summary>A request with a good token.</summary>
    public async Task<Response> SendAsync(
        string method, string path, string? json = null, string user = "ann", string? device = "phone",
        bool isService = false, string? actAs = null)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        var expires = new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
        request.Headers.Authorization = new("Bearer", Tokens.For(user, device, isService, expires));
        if (actAs is not null) request.Headers.TryAddWithoutValidation("MessageSync-Act-As", actAs);
        return await SendAsync(request);
    }

    public async Task<Response> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        return await Response.OfAsync(response);
    }

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

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>An answer, read whole.</summary>
internal sealed record Response(
    int Status, string Text, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The end of a problem's <c>type</c>.</summary>
    public string Slug => Json.GetProperty("type").GetString()!.Split('/')[^1];

    public string? Field => Json.TryGetProperty("field", out var name) ? name.GetString() : null;

    public static async Task<Response> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers,
        response.Content.Headers);

    /// <summary>Asserts that this is that problem, complete and with nothing that does not belong.</summary>
    public Response MustBe(string slug, int status, string? field = null)
    {
        Assert.True(Status == status, $"{status} {slug} expected, not {Status} {Text}");
        Assert.Equal("application/problem+json", ContentHeaders.ContentType?.MediaType);
        Assert.Equal(slug, Slug);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("title").GetString()!);
        Assert.NotEmpty(Json.GetProperty("detail").GetString()!);
        Assert.False(Json.TryGetProperty("traceId", out _));
        if (field is not null) Assert.Equal(field, Field);
        return this;
    }

    public Response MustBe(int status)
    {
        Assert.True(Status == status, $"{status} expected, not {Status} {Text}");
        return this;
    }
}
