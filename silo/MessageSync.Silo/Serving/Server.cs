namespace MessageSync.Silo.Serving;

/// <summary>The composition root of the server of one machine.</summary>
internal static class Server
{
    private static readonly TimeSpan s_shutdownTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Serves until the process is told to stop.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(SiloArguments arguments, CancellationToken ct)
    {
        await using var app = WebServer.Build(
            arguments, s_shutdownTimeout, builder => builder.Services.AddMessageSync());
        return await app.ServeAsync(cluster: null, ct);
    }
}
