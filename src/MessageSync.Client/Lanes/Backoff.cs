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
        var asked = (reply as DeviceReply.Refused)?.RetryAfter ?? TimeSpan.Zero;
        Until = now + (asked > _pause ? asked : _pause);
        _pause = _pause * 2 < options.RetryMax ? _pause * 2 : options.RetryMax;
    }

    public void Succeeded() => (_pause, Until) = (options.RetryFirst, null);
}
