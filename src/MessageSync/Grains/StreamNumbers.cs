namespace MessageSync.Grains;

/// <summary>Numbers the streams of one user's devices, and knows which are over: a watcher that did not hear of it
/// learns of it at its next look. Called within turns only.</summary>
internal sealed class StreamNumbers(int devicesMax)
{
    private readonly Dictionary<DeviceId, EndedStreams> _ended = new(capacity: 1);
    private long _last;

    /// <summary>All streams of a device that were opened so far end. The number is of the next; also another activation
    /// of the grain, before and after, counts by the clock.</summary>
    public EndedStreams End(DeviceId device, StreamEnd why, DateTimeOffset at)
    {
        _last = Math.Max(_last + 1, at.ToUnixTimeMilliseconds());
        if (_ended.Count >= devicesMax && !_ended.ContainsKey(device)) _ended.Clear();   // they were told by hints
        return _ended[device] = new(_last, why);
    }

    /// <summary>Null when none of this device ended since the grain was loaded.</summary>
    public EndedStreams? Find(DeviceId device) => _ended.GetValueOrDefault(device);
}
