namespace MessageSync.Silo.Serving;

/// <summary>The composition root of the server.</summary>
internal static class Server
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Serves until the process is told to stop.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(SiloArguments arguments, CancellationToken ct)
    {
        await using var app = Build(arguments);
        await app.StartAsync(ct);
        var data = SiloStorage.Describe(app.Services);
        foreach (var line in Banner.Lines([.. app.Urls], data, app.Environment.IsDevelopment())) Console.WriteLine(line);
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    private static WebApplication Build(SiloArguments arguments)
    {
        var args = arguments.ToConfiguration();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = arguments.Environment ?? SiloEnvironment.WhenUnset(args),
        });
        if (!SiloAddress.IsConfigured(builder.Configuration)) builder.WebHost.UseUrls(SiloAddress.Default);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddMessageSync().AddConfiguredStore(builder.Configuration).AddMessageSyncHttp();

        var app = builder.Build();
        app.MapMessageSync();
        return app;
    }
}
