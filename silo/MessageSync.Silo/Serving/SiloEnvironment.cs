namespace MessageSync.Silo.Serving;

/// <summary>Development mode gives a token to whoever asks; so it is the default only where nobody else can ask.</summary>
internal static class SiloEnvironment
{
    /// <summary>The environment of a server that was not told any: Development on loopback, else Production.</summary>
    /// <param name="args">The command line, as configuration reads it.</param>
    /// <returns>Null when the process's environment tells one.</returns>
    public static string? WhenUnset(string[] args)
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddEnvironmentVariables("DOTNET_")
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine(args)
            .Build();
        return Of(configuration);
    }

    /// <summary>The same, of a configuration.</summary>
    public static string? Of(IConfiguration configuration)
    {
        if (configuration[HostDefaults.EnvironmentKey] is { Length: > 0 }) return null;

        return ServerAddress.IsLoopback(configuration) ? Environments.Development : Environments.Production;
    }
}
