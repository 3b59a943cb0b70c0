namespace MessageSync.Silo;

/// <summary>The store and the grains in this process, without a server around them: for commands.</summary>
internal static class StoreHost
{
    /// <summary>Built, not started.</summary>
    public static IHost Build(SiloArguments arguments)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = arguments.ToConfiguration(),
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddMessageSync().AddConfiguredStore(builder.Configuration);
        return builder.Build();
    }
}
