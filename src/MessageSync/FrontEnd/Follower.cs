using MessageSync.Grains;

namespace MessageSync.FrontEnd;

/// <summary>What waits and streams have in common: they watch an Inbox and its large groups, and keep the leases.</summary>
internal sealed class Follower(IGrains grains, HintHub hub, Waiter waiter, TimeProvider clock) : IDisposable
{
    /// <summary>How often one who hears nothing looks for itself. A lost hint costs at most this, and
    /// <see cref="s_slack"/>.</summary>
    private static readonly TimeSpan s_lookAfter = TimeSpan.FromSeconds(30);

    /// <summary>Whoever is woken so much later looks then, rather than being woken for it.</summary>
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(15);

    /// <summary>How often at least the store itself is asked: what another owner of the Inbox wrote, memory here does not
    /// know.</summary>
    private static readonly TimeSpan s_askAfter = TimeSpan.FromMinutes(2);

    private long? _looked;
    private long? _asked;
    private bool _wasAsked;
    private bool _mustLook;

    public UserId Owner => waiter.Owner;

    /// <summary>What was heard since the last time, and what the last look found. Taken before a sync, so that nothing
    /// is missed between.</summary>
    public News Take() => waiter.Take();

    /// <summary>Looks, when it is time to, for what was not heard: whether a sync has something to bring, and whether
    /// the stream is over. Renews the leases.</summary>
    /// <param name="position">What was read up to.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<(bool IsDue, bool TellsOfGroups)> LookAsync(InboxSeqNo position, CancellationToken ct)
    {
        _mustLook |= waiter.TakeGrainsMoved();
        if (!_mustLook && _looked is { } looked && clock.GetElapsedTime(looked) < s_lookAfter) return (false, false);

        var isFirst = _looked is null;
        var mustAsk = isFirst || _asked is not { } asked || clock.GetElapsedTime(asked) >= s_askAfter;
        // Who is in no large group and got no entry since is still in none.
        var groups = mustAsk || _wasAsked || waiter.Groups.Count > 0;
        var watch = await grains.Inbox(Owner).WatchAsync(grains.Address(hub), waiter.Stream, groups, ct);
        if (watch.Ended is { } ended) waiter.End(ended.Before, ended.Why);
        foreach (var group in hub.Join(waiter, watch.LargeGroups))
            await grains.Timeline(group).WatchAsync(grains.Address(hub));
        (_looked, _wasAsked, _mustLook) = (clock.GetTimestamp(), false, false);
        return (mustAsk || watch.Head > position || watch.HasGroupNews, isFirst || watch.HasGroupNews);
    }

    /// <summary>The store was asked.</summary>
    public void Asked() => (_asked, _wasAsked) = (clock.GetTimestamp(), true);

    /// <summary>Waits for a hint, until <see cref="LookAsync"/> has to be called again, or for <paramref name="most"/>.</summary>
    public ValueTask WaitAsync(TimeSpan most, CancellationToken ct)
    {
        var toLook = _looked is { } looked ? s_lookAfter - clock.GetElapsedTime(looked) : TimeSpan.Zero;
        var time = most < toLook + s_slack ? most : toLook;
        return time <= TimeSpan.Zero ? ValueTask.CompletedTask : waiter.WaitAsync(time, clock, ct);
    }

    public void Dispose() => waiter.Dispose();
}
