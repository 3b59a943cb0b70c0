using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageSync.Figures;

/// <summary>MessageSync in this process, with the options as they are.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly IHost _host;

    private Server(IHost host) => _host = host;

    public IMessageSync Sync => _host.Services.GetRequiredService<IMessageSync>();

    /// <summary>On SQLite.</summary>
    public static Task<Server> StartAsync(string dataFolder, TimeProvider? clock = null) =>
        StartAsync(services => services.AddSqliteStore(options => options.DataFolder = dataFolder), clock);

    /// <summary>On any store.</summary>
    public static Task<Server> StartAsync(IData store, string where) =>
        StartAsync(services => store.AddStore(services, where), null);

    private static async Task<Server> StartAsync(Action<IServiceCollection> addStore, TimeProvider? clock)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        addStore(builder.Services.AddMessageSync());
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
