using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I5: an ack is saved within 5 s, and a killed host does not lose it then.</summary>
internal sealed class AcksAreSaved : IEveningCheck
{
    public async Task CheckAsync(Town town)
    {
        foreach (var device in town.Devices) await device.AckAsync();
        await town.WaitAsync(5);
        foreach (var host in town.Hosts.Where(host => host.IsUp).ToList()) host.Kill(0);
        await town.StartHostAsync();

        foreach (var device in town.Devices)
        {
            var devices = await town.AskAsync(device.Name, "devices", sync => sync.DevicesAsync(device.Caller));
            var acked = devices.Devices.FirstOrDefault(one => one.Device == device.Caller.Device)?.AckedCursor;
            SimulationFailure.Unless(acked == device.Cursor, "I5",
                () => $"{device.Name} acked {Town.Show(device.Cursor, device.User)}; saved is {Town.Show(acked, device.User)}.");
        }
    }
}
