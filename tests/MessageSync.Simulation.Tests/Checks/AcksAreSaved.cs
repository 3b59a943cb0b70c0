using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I5: an ack is saved within 5 s, and a killed host does not lose it then.</summary>
internal sealed class AcksAreSaved : IEveningCheck
{
    public async Task CheckAsync(Town town)
    {
        foreach (var phone in town.Phones) await phone.Ask.AckAsync(phone.Cursor!);
        await town.WaitAsync(5);
        foreach (var host in town.Hosts.Where(host => host.IsUp).ToList()) host.Kill(0);
        await town.StartHostAsync();

        foreach (var phone in town.Phones)
        {
            var devices = await town.AskAsync(phone.Name, "devices", sync => sync.DevicesAsync(phone.Caller));
            var acked = devices.Devices.FirstOrDefault(one => one.Device == phone.Caller.Device)?.AckedCursor;
            SimulationFailure.Unless(acked == phone.Cursor, "I5",
                () => $"{phone.Name} acked {Town.Show(phone.Cursor, phone.User)}; saved is {Town.Show(acked, phone.User)}.");
        }
    }
}
