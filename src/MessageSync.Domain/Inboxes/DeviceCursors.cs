namespace MessageSync.Inboxes;

/// <summary>What is known of one device.</summary>
/// <param name="Device">Which.</param>
/// <param name="Acked">What it has for sure; null before its first ack.</param>
/// <param name="LastSeenAt">Its last sync, ack or stream.</param>
public sealed record DeviceCursor(DeviceId Device, InboxCursor? Acked, DateTimeOffset LastSeenAt);

/// <summary>
/// The devices of one user. Acks are cumulative and only inform: the last ones may be lost, and nothing but a
/// repetition follows. Not thread-safe; its grain is the only caller.
/// </summary>
/// <param name="stored">As saved.</param>
/// <param name="devicesMax">How many are kept; the longest unseen goes first.</param>
public sealed class DeviceCursors(IEnumerable<DeviceCursor> stored, int devicesMax)
{
    private readonly Dictionary<DeviceId, DeviceCursor> _devices = stored.ToDictionary(device => device.Device);
    private readonly HashSet<DeviceId> _unsaved = [];

    /// <summary>All of them, by id.</summary>
    public IReadOnlyList<DeviceCursor> All => [.. _devices.Values.OrderBy(device => device.Device)];

    /// <summary>True when something is not saved yet.</summary>
    public bool HasUnsaved => _unsaved.Count > 0;

    /// <summary>One device; null when it is not known.</summary>
    public DeviceCursor? Find(DeviceId device) => _devices.GetValueOrDefault(device);

    /// <summary>The device was here.</summary>
    public void See(DeviceId device, DateTimeOffset now)
    {
        var known = _devices.GetValueOrDefault(device) ?? new(device, null, now);
        Set(known with { LastSeenAt = now > known.LastSeenAt ? now : known.LastSeenAt });
        while (_devices.Count > devicesMax)
            Forget(_devices.Values.Where(other => other.Device != device).MinBy(other => other.LastSeenAt)!.Device);
    }

    /// <summary>The device has everything up to a position. Never moves back within an epoch.</summary>
    public void Ack(DeviceId device, InboxCursor cursor, DateTimeOffset now)
    {
        See(device, now);
        var known = _devices[device];
        if (known.Acked is not { } acked || acked.Epoch != cursor.Epoch || acked.Seq < cursor.Seq)
            Set(known with { Acked = cursor });
    }

    /// <summary>Forgets a device; it comes again as a new one.</summary>
    public void Forget(DeviceId device)
    {
        if (_devices.Remove(device)) _unsaved.Add(device);
    }

    /// <summary>What is to be saved: a device as it is, or null where it was forgotten.</summary>
    public IReadOnlyDictionary<DeviceId, DeviceCursor?> TakeUnsaved()
    {
        var changed = _unsaved.ToDictionary(device => device, device => _devices.GetValueOrDefault(device));
        _unsaved.Clear();
        return changed;
    }

    /// <summary>What was taken could not be saved: it is to be saved again.</summary>
    public void PutBack(IEnumerable<DeviceId> devices) => _unsaved.UnionWith(devices);

    private void Set(DeviceCursor device)
    {
        if (_devices.TryGetValue(device.Device, out var known) && known == device) return;

        _devices[device.Device] = device;
        _unsaved.Add(device.Device);
    }
}
