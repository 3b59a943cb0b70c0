using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MessageSync.Load.Tests.Support;

/// <summary>The whole server in this process on a free port, over the in-memory store.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string Kid = "bench";
    public const string Secret = "a secret of at least thirty-two bytes";

    private readonly WebApplication _app;

    private TestServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public static async Task<TestServer> StartAsync(bool development)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = development ? "Development" : "Production",
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["MessageSync:Auth:Keys:0:Kid"] = Kid,
            ["MessageSync:Auth:Keys:0:Algorithm"] = "HS256",
            ["MessageSync:Auth:Keys:0:Secret"] = Secret,
        });
        builder.Services.AddMessageSync().AddInMemoryStore().AddMessageSyncHttp();
        var app = builder.Build();
        app.MapMessageSync();
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
