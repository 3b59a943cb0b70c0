using Microsoft.Extensions.Hosting;

namespace MessageSync.Simulation.Tests.World;

/// <summary>Tells those who wait in a process that it stops.</summary>
internal sealed class SimLifetime : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}
