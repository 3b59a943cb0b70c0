using MessageSync.Grains;

namespace MessageSync.FrontEnd;

/// <summary>Hears the hints of all grains for one process and wakes whoever waits here. Thread-safe.</summary>
internal sealed class HintHub : IFrontEnd
{
    private static readonly TimeSpan s_renewAfter = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock;
    private readonly FrontEndMetrics _metrics;
    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, List<Waiter>> _waiters = [];
    private readonly Dictionary<ConversationId, Group> _groups = [];

    /// <summary>Hears for one process.</summary>
    public HintHub(TimeProvider clock, FrontEndMetrics metrics)
    {
        (_clock, _metrics) = (clock, metrics);
        metrics.Observe(() => Count(waiter => waiter.Stream is null), () => Count(waiter => waiter.Stream is not null));
    }

    public void InboxMoved(UserId owner, InboxSeqNo head)
    {
        _metrics.Hinted("inbox");
        lock (_gate)
            foreach (var waiter in Of(owner)) waiter.InboxMoved(head);
    }

    public void GroupMoved(ConversationId conversation, ChangeNo change)
    {
        _metrics.Hinted("group");
        lock (_gate)
            if (_groups.TryGetValue(conversation, out var group))
                foreach (var waiter in group.Waiters) waiter.GroupMoved();
    }

    public void StreamsEnd(UserId owner, DeviceId device, long before, StreamEnd end)
    {
        _metrics.Hinted("stream-end");
        lock (_gate)
            foreach (var waiter in Of(owner))
                if (waiter.Stream == device) waiter.End(before, end);
    }

    public void InboxLeft(UserId owner)
    {
        _metrics.Hinted("inbox-left");
        lock (_gate)
            foreach (var waiter in Of(owner)) waiter.GrainsMoved();
    }

    public void GroupLeft(ConversationId conversation)
    {
        _metrics.Hinted("group-left");
        lock (_gate)
        {
            if (!_groups.TryGetValue(conversation, out var group)) return;
            group.Renewed = null;
            foreach (var waiter in group.Waiters) waiter.GrainsMoved();
        }
    }

    public void Tell(IReadOnlyList<UserId> users, Signal signal)
    {
        _metrics.Hinted("signal");
        lock (_gate)
            foreach (var user in users)
                foreach (var waiter in Of(user)) waiter.Signalled(signal);
    }

    public void GrainsMoved()
    {
        _metrics.Hinted("grains-moved");
        lock (_gate)
        {
            foreach (var group in _groups.Values) group.Renewed = null;
            foreach (var waiter in _waiters.Values.SelectMany(waiters => waiters)) waiter.GrainsMoved();
        }
    }

    /// <summary>The host stops: everybody who waits looks again, and sees it.</summary>
    public void Stop()
    {
        lock (_gate)
            foreach (var waiter in _waiters.Values.SelectMany(waiters => waiters)) waiter.LookAgain();
    }

    /// <summary>Begins to wait; ends with the waiter's disposal.</summary>
    /// <param name="owner">Whose Inbox.</param>
    /// <param name="stream">The device of a stream; null for a wait.</param>
    /// <param name="most">How many the user may have open; streams that this one will end do not count.</param>
    /// <returns>Null when there are as many already.</returns>
    public Waiter? Open(UserId owner, DeviceId? stream, int most)
    {
        lock (_gate)
        {
            if (Of(owner).Count(other => stream is null || other.Stream != stream) >= most) return null;

            var waiter = new Waiter(this, owner, stream);
            if (!_waiters.TryGetValue(owner, out var waiters)) _waiters[owner] = waiters = [];
            waiters.Add(waiter);
            return waiter;
        }
    }

    /// <summary>The waiter also hears of these large groups.</summary>
    /// <returns>Those whose lease is to be renewed now, by one for all.</returns>
    public IReadOnlyList<ConversationId> Join(Waiter waiter, IReadOnlyList<ConversationId> conversations)
    {
        if (conversations.Count == 0) return [];

        var due = new List<ConversationId>();
        lock (_gate)
        {
            foreach (var conversation in conversations)
            {
                if (!_groups.TryGetValue(conversation, out var group)) _groups[conversation] = group = new();
                if (group.Waiters.Add(waiter)) waiter.Groups.Add(conversation);
                if (group.Renewed is { } renewed && _clock.GetElapsedTime(renewed) < s_renewAfter) continue;

                group.Renewed = _clock.GetTimestamp();
                due.Add(conversation);
            }
        }
        return due;
    }

    public void Close(Waiter waiter)
    {
        lock (_gate)
        {
            if (_waiters.TryGetValue(waiter.Owner, out var waiters) && waiters.Remove(waiter) && waiters.Count == 0)
                _waiters.Remove(waiter.Owner);
            foreach (var conversation in waiter.Groups)
                if (_groups.TryGetValue(conversation, out var group) && group.Waiters.Remove(waiter)
                    && group.Waiters.Count == 0) _groups.Remove(conversation);
        }
    }

    private int Count(Func<Waiter, bool> which)
    {
        lock (_gate) return _waiters.Values.Sum(waiters => waiters.Count(which));
    }

    private List<Waiter> Of(UserId owner) => _waiters.GetValueOrDefault(owner) ?? [];

    private sealed class Group
    {
        public HashSet<Waiter> Waiters { get; } = [];

        public long? Renewed { get; set; }
    }
}
