using System.Net;
using System.Net.Http.Json;
using MessageSync.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageSync.Client.Http.Tests;

/// <summary>A whole server of this process on a port of loopback, in development mode; it can go down and come
/// back.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("messagesync-client-").FullName;
    private readonly HttpClient _http = new();
    private WebApplication? _app;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0/");

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Address.Port);

    public static async Task<Server> StartAsync()
    {
        var server = new Server();
        await server.ComeBackAsync();
        return server;
    }

    public async Task GoDownAsync()
    {
        if (_app is not { } app) return;

        _app = null;
        await app.StopAsync();
        await app.DisposeAsync();
    }

    public async Task ComeBackAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.AbsoluteUri);
        // Held requests are cut off: whoever goes down does not wait for them.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        builder.Services.AddMessageSync().AddSqliteStore(store => store.DataFolder = _folder).AddMessageSyncHttp();
        _app = builder.Build();
        _app.MapMessageSync();
        await _app.StartAsync();
        Address = new(_app.Urls.First() + "/");
    }

    public async ValueTask<string> TokenAsync(
        string user, string? device = "phone", bool isService = false, TimeSpan? expiresIn = null)
    {
        using var http = new HttpClient { BaseAddress = Address };
        return (await MessageSyncApi.DevelopmentTokenAsync(http, user, device, isService, expiresIn)).Token;
    }

    /// <summary>Moves the server's clock forward.</summary>
    public async Task AdvanceAsync(TimeSpan time)
    {
        using var answer = await _http.PostAsJsonAsync(
            new Uri(Address, "v1/dev/clock"), new { advanceSeconds = (long)time.TotalSeconds });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The operations, as a user on a device or as a service.</summary>
    public MessageSyncApi Api(
        string user, string? device = "phone", bool isService = false, MessageSyncApiOptions? options = null) =>
        new(new HttpClient { BaseAddress = Address }, _ => TokenAsync(user, device, isService), options);

    /// <summary>The operations as a user on a phone, by another way.</summary>
    /// <param name="user">Who.</param>
    /// <param name="way">What lies between; null for nothing.</param>
    /// <param name="address">Where that is; null for the server itself.</param>
    /// <param name="clock">Null for the system's.</param>
    public MessageSyncApi Api(string user, Interceptor? way, Uri? address = null, TimeProvider? clock = null) =>
        new(
            new HttpClient(way ?? new Interceptor()) { BaseAddress = address ?? Address }, _ => TokenAsync(user),
            clock: clock);

    /// <summary>As if an older backup had been put back: the store has a new epoch from its next start on.</summary>
    public Task WriteEpochAsync(string epoch) =>
        _app!.Services.GetRequiredService<IStoreSettings>().WriteEpochAsync(new(epoch), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await GoDownAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
