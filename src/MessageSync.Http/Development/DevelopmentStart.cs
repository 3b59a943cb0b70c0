namespace MessageSync.Http;

/// <summary>Starts development mode where it is on; elsewhere nothing of it is even made.</summary>
internal sealed class DevelopmentStart(IHostEnvironment environment, IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        environment.IsDevelopment()
            ? services.GetRequiredService<DevelopmentMode>().StartAsync(cancellationToken)
            : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
