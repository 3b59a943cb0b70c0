namespace MessageSync.Client;

/// <summary>
/// What the server was told to be stored here. A sync carries it along; by itself it is told at once, and the next time
/// no sooner than after a pause, so that many pushed entries cost one request. Not stored: the first sync after a
/// restart tells it again.
/// </summary>
internal sealed class Acks(DeviceOptions options)
{
    private string? _told;
    private DateTimeOffset? _nextAlone;
    private bool _isHeldBack;

    /// <summary>The cursor, if it has yet to be told.</summary>
    public string? Untold(string? cursor) => _isHeldBack || cursor == _told ? null : cursor;

    /// <summary>The request of its own, if it is time for one.</summary>
    public DeviceRequest.Ack? Alone(string cursor, DateTimeOffset now)
    {
        if (Untold(cursor) is null || now < _nextAlone) return null;

        _nextAlone = now + options.AckPause;
        return new(cursor);
    }

    /// <summary>When <see cref="Alone"/> may have one; null when there is nothing to tell.</summary>
    public DateTimeOffset? WakeAt(string? cursor) => Untold(cursor) is null ? null : _nextAlone;

    /// <summary>The server knows it, or will never take it.</summary>
    public void Told(string cursor) => _told = cursor;

    /// <summary>A sync was refused for the ack that it carried: the next goes without.</summary>
    public void HoldBack() => _isHeldBack = true;

    /// <summary>A sync without an ack was answered.</summary>
    public void GoOn() => _isHeldBack = false;
}
