using MessageSync.Silo.Export;

namespace MessageSync.Silo.Serving;

/// <summary>MessageSync over HTTP as a program, whoever hosts its grains: what the servers of one machine and of a cluster
/// share.</summary>
internal static class WebServer
{
    /// <summary>Built, not started.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="shutdownTimeout">How long stopping in order may take.</param>
    /// <param name="addGrains">Adds what hosts the grains; the store is added here.</param>
    public static WebApplication Build(
        SiloArguments arguments, TimeSpan shutdownTimeout, Action<WebApplicationBuilder> addGrains)
    {
        var args = arguments.ToConfiguration();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = arguments.Environment ?? SiloEnvironment.WhenUnset(args),
        });
        if (!ServerAddress.IsConfigured(builder.Configuration)) builder.WebHost.UseUrls(ServerAddress.Default);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = shutdownTimeout);
        builder.Services.AddTelemetryExport();
        addGrains(builder);
        builder.Services.AddConfiguredStore(builder.Configuration).AddMessageSyncHttp();

        var app = builder.Build();
        app.UseRequestSpans();
        app.MapMessageSync();
        return app;
    }

    /// <summary>Serves until the process is told to stop.</summary>
    /// <param name="app">The server.</param>
    /// <param name="cluster">The cluster that it is in, in words; null for none.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> ServeAsync(this WebApplication app, string? cluster, CancellationToken ct)
    {
        await app.StartAsync(ct);
        var data = SiloStorage.Describe(app.Services);
        var telemetry = app.Services.GetRequiredService<TelemetryExport>().Plan.Words;
        foreach (var line in Banner.Lines([.. app.Urls], data, cluster, telemetry, app.Environment.IsDevelopment()))
            Console.WriteLine(line);
        await app.WaitForShutdownAsync(ct);
        return 0;
    }
}
