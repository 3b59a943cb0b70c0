using MessageSync.Silo.Orleans.Cluster;
using MessageSync.Silo.Serving;
using Microsoft.Extensions.Options;

namespace MessageSync.Silo.Orleans;

/// <summary>The composition root of the silo.</summary>
internal static class Server
{
    /// <summary>Grains move to other silos meanwhile.</summary>
    private static readonly TimeSpan s_shutdownTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Serves until the process is told to stop.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(SiloArguments arguments, CancellationToken ct)
    {
        await using var app = WebServer.Build(
            arguments, s_shutdownTimeout,
            builder => builder.UseOrleans(silo => silo.UseMessageSync().UseConfiguredCluster()));
        return await app.ServeAsync(app.Services.GetRequiredService<IOptions<SiloClusterOptions>>().Value.Describe(), ct);
    }
}
