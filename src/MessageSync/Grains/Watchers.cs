namespace MessageSync.Grains;

/// <summary>Those who hear hints of one grain, each as long as its lease lasts: one a process, so there are few. Called
/// within turns only.</summary>
internal sealed class Watchers(TimeProvider clock)
{
    /// <summary>How long a lease lasts; whoever still waits renews it sooner.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(75);

    private readonly List<(IHints Hints, long Since)> _leases = new(capacity: 1);

    public bool Any
    {
        get
        {
            Drop();
            return _leases.Count > 0;
        }
    }

    /// <summary>True when nobody listens, not even on a lease that ran out.</summary>
    public bool IsEmpty => _leases.Count == 0;

    public void Renew(IHints hints)
    {
        _leases.RemoveAll(lease => lease.Hints.Equals(hints));
        _leases.Add((hints, clock.GetTimestamp()));
    }

    public void Tell(Action<IHints> hint)
    {
        Drop();
        foreach (var (hints, _) in _leases) hint(hints);
    }

    private void Drop() => _leases.RemoveAll(lease => clock.GetElapsedTime(lease.Since) > Lease);
}
