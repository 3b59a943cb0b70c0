using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageSync.Figures;

/// <summary>MessageSync in this process, on SQLite, with the options as they are.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly IHost _host;

    private Server(IHost host) => _host = host;

    public IMessageSync Sync => _host.Services.GetRequiredService<IMessageSync>();

    public static async Task<Server> StartAsync(string dataFolder, TimeProvider? clock = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddMessageSync().AddSqliteStore(options => options.DataFolder = dataFolder);
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
