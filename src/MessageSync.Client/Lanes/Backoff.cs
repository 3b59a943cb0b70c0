namespace MessageSync.Client;

/// <summary>Pauses after failures, each twice as long as the last.</summary>
internal sealed class Backoff(DeviceOptions options)
{
    private TimeSpan _pause = options.RetryFirst;

    /// <summary>When it may be tried again; null for at once.</summary>
    public DateTimeOffset? Until { get; private set; }

    public bool IsOver(DateTimeOffset now) => Until is not { } until || now >= until;

    public void Failed(DateTimeOffset now, DeviceReply reply)
    {
        var asked = reply switch
        {
            DeviceReply.Refused(_, var after) => after,
            DeviceReply.Lost(var after, _) => after,
            _ => null,
        } ?? TimeSpan.Zero;
        var jitter = _pause * (options.Jitter?.Invoke() ?? 0) / 2;
        Until = now + (asked > _pause - jitter ? asked + jitter : _pause - jitter);
        _pause = _pause * 2 < options.RetryMax ? _pause * 2 : options.RetryMax;
    }

    /// <summary>It may be tried at once, and if that fails the pauses begin anew.</summary>
    public void End() => (_pause, Until) = (options.RetryFirst, null);
}
