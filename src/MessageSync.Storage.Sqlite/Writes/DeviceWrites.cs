using MessageSync.Inboxes;
using MessageSync.Storage.Sqlite.Engine;

namespace MessageSync.Storage.Sqlite.Writes;

/// <summary>Stores where devices are.</summary>
internal sealed class DeviceWrites(Session session)
{
    private const string Save = """
        INSERT OR REPLACE INTO device (user, device, acked_epoch, acked_seq, last_seen_at) VALUES (?, ?, ?, ?, ?)
        """;

    private const string Forget = "DELETE FROM device WHERE user = ? AND device = ?";

    /// <summary>Stores all of them.</summary>
    public WriteOutcome Store(DevicesWrite write)
    {
        var user = session.Users.Give(write.Owner.Value);
        foreach (var (id, device) in write.Devices)
        {
            if (device is null) session.Sql(Forget).Bind(user).Bind(id.Value).Run();
            else Store(user, device);
        }
        return WriteOutcome.Stored;
    }

    private void Store(long user, DeviceCursor device) => session.Sql(Save)
        .Bind(user).Bind(device.Device.Value).Bind(device.Acked?.Epoch.Value).Bind(device.Acked?.Seq.Value)
        .Bind(device.LastSeenAt)
        .Run();
}
