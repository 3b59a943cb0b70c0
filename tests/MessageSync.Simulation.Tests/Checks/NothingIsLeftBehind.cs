using MessageSync.Simulation.Tests.Machine;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I2, S3: at rest the journal holds nothing to announce, and nothing is set aside.</summary>
internal sealed class NothingIsLeftBehind : IEveningCheck
{
    public async Task CheckAsync(Town town)
    {
        await town.WaitAsync(3);
        foreach (var host in town.Hosts.Where(host => host.IsUp).ToList()) await host.StopAsync();

        await using var writer = town.Store.Store.OpenWriter();
        var left = Outside.Wait(() => writer.TakeOverAsync(CancellationToken.None));
        SimulationFailure.Unless(left.Rows.Count == 0, "I2", () => $"In the journal: {string.Join("; ", left.Rows.Select(row => row.Key))}.");
        SimulationFailure.Unless(left.Lags.Count == 0, "S3", () => $"Set aside: {string.Join("; ", left.Lags)}.");
    }
}
