using System.Text;
using MessageSync.FrontEnd;
using MessageSync.Grains;
using MessageSync.Timelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageSync.Tests;

/// <summary>MessageSync in this process over the in-memory store, with real time.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly IHost _host;

    private TestHost(IHost host) => _host = host;

    public IMessageSync Sync => _host.Services.GetRequiredService<IMessageSync>();

    public IGrains Grains => _host.Services.GetRequiredService<IGrains>();

    public IServiceProvider Services => _host.Services;

    public HintHub Hub => _host.Services.GetRequiredService<HintHub>();

    public static async Task<TestHost> StartAsync(
        Action<MessageSyncOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        services?.Invoke(builder.Services);
        builder.Services.AddMessageSync(options =>
        {
            options.CopyGrainCalls = true;
            configure?.Invoke(options);
        }).AddInMemoryStore();
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    public static Caller As(string user, string device = "phone") => new(new(user), new DeviceId(device));

    public static MessageBody Text(string text) =>
        new(Encoding.UTF8.GetBytes(text), IsText: true, MessageBody.DefaultContentType);
}
