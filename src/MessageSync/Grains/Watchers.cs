namespace MessageSync.Grains;

/// <summary>Those who hear hints of one grain, each as long as its lease lasts. Called within turns only.</summary>
internal sealed class Watchers(TimeProvider clock)
{
    /// <summary>How long a lease lasts; whoever still waits renews it sooner.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);

    private readonly Dictionary<IHints, long> _since = [];

    public bool Any
    {
        get
        {
            Drop();
            return _since.Count > 0;
        }
    }

    public void Renew(IHints hints) => _since[hints] = clock.GetTimestamp();

    public void Tell(Action<IHints> hint)
    {
        if (_since.Count == 0) return;

        Drop();
        foreach (var hints in _since.Keys) hint(hints);
    }

    private void Drop()
    {
        foreach (var (hints, since) in _since)
            if (clock.GetElapsedTime(since) > Lease) _since.Remove(hints);
    }
}
