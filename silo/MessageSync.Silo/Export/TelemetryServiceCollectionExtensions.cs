using Microsoft.Extensions.Options;

namespace MessageSync.Silo.Export;

/// <summary>Adds the export of telemetry.</summary>
internal static class TelemetryServiceCollectionExtensions
{
    /// <summary>Before anything that is measured: services stop in reverse order.</summary>
    public static IServiceCollection AddTelemetryExport(this IServiceCollection services)
    {
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        services.AddSingleton<TelemetryExport>();
        services.AddHostedService(provider => provider.GetRequiredService<TelemetryExport>());
        return services;
    }
}
