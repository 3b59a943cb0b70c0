using MessageSync.Inboxes;
using MessageSync.Storage.Postgres.Engine;

namespace MessageSync.Storage.Postgres.Writes;

/// <summary>Stores where devices are.</summary>
internal sealed class DeviceWrites(Script script, Ids ids)
{
    private const string Save = """
        INSERT INTO device (usr, device, acked_epoch, acked_seq, last_seen_at) SELECT * FROM unnest($1, $2, $3, $4, $5)
        ON CONFLICT (usr, device) DO UPDATE
        SET acked_epoch = excluded.acked_epoch, acked_seq = excluded.acked_seq, last_seen_at = excluded.last_seen_at
        """;

    private const string Forget = """
        DELETE FROM device AS d USING unnest($1, $2) AS r (usr, device) WHERE d.usr = r.usr AND d.device = r.device
        """;

    /// <summary>Adds the statements of some writes, of different users each.</summary>
    public void Add(IReadOnlyList<DevicesWrite> writes)
    {
        var all = writes.SelectMany(write => write.Devices.Select(
            one => (User: ids.Of(write.Owner), Id: one.Key.Value, Device: one.Value))).ToList();
        var forgotten = all.FindAll(one => one.Device is null);
        var saved = all.FindAll(one => one.Device is not null)
            .ConvertAll<(int User, DeviceCursor Device)>(one => (one.User, one.Device!));
        if (forgotten.Count > 0)
        {
            script.Add(Forget)
                .With(forgotten.ConvertAll(one => one.User).ToArray())
                .With(forgotten.ConvertAll(one => one.Id).ToArray());
        }
        if (saved.Count == 0) return;

        script.Add(Save)
            .With(saved.ConvertAll(one => one.User).ToArray())
            .With(saved.ConvertAll(one => one.Device.Device.Value).ToArray())
            .With(saved.ConvertAll(one => one.Device.Acked?.Epoch.Value).ToArray())
            .With(saved.ConvertAll(one => one.Device.Acked?.Seq.Value).ToArray())
            .With(saved.ConvertAll(one => Times.Of(one.Device.LastSeenAt)).ToArray());
    }
}
