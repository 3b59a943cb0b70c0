using MessageSync.Grains;

namespace MessageSync.FrontEnd;

/// <summary>Hears the hints of all grains for one process and wakes whoever waits here. Thread-safe.</summary>
internal sealed class HintHub(TimeProvider clock) : IHints
{
    private static readonly TimeSpan s_renewAfter = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, List<Waiter>> _waiters = [];
    private readonly Dictionary<ConversationId, Group> _groups = [];

    public void InboxMoved(UserId owner, InboxSeqNo head)
    {
        lock (_gate)
            if (_waiters.TryGetValue(owner, out var waiters))
                foreach (var waiter in waiters) waiter.Wake();
    }

    public void GroupMoved(ConversationId conversation, ChangeNo change)
    {
        lock (_gate)
            if (_groups.TryGetValue(conversation, out var group))
                foreach (var waiter in group.Waiters) waiter.Wake();
    }

    /// <summary>Begins to wait; ends with the waiter's disposal.</summary>
    /// <returns>Null when the user has <paramref name="most"/> open already.</returns>
    public Waiter? Open(UserId owner, int most)
    {
        lock (_gate)
        {
            if (!_waiters.TryGetValue(owner, out var waiters)) _waiters[owner] = waiters = [];
            if (waiters.Count >= most) return null;

            var waiter = new Waiter(this, owner);
            waiters.Add(waiter);
            return waiter;
        }
    }

    /// <summary>The waiter also hears of these large groups.</summary>
    /// <returns>Those whose lease is to be renewed now, by one for all.</returns>
    private List<ConversationId> Join(Waiter waiter, IReadOnlyList<ConversationId> conversations)
    {
        var due = new List<ConversationId>();
        lock (_gate)
        {
            foreach (var conversation in conversations)
            {
                if (!_groups.TryGetValue(conversation, out var group)) _groups[conversation] = group = new();
                if (group.Waiters.Add(waiter)) waiter.Groups.Add(conversation);
                if (group.Renewed is { } renewed && clock.GetElapsedTime(renewed) < s_renewAfter) continue;

                group.Renewed = clock.GetTimestamp();
                due.Add(conversation);
            }
        }
        return due;
    }

    private void Close(Waiter waiter)
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

    private sealed class Group
    {
        public HashSet<Waiter> Waiters { get; } = [];

        public long? Renewed { get; set; }
    }

    /// <summary>One who waits for news of an Inbox.</summary>
    internal sealed class Waiter(HintHub hub, UserId owner) : IDisposable
    {
        private TaskCompletionSource _woken = NewSignal();

        public UserId Owner { get; } = owner;

        /// <summary>The large groups it hears of.</summary>
        public List<ConversationId> Groups { get; } = [];

        /// <summary>Completes with the first hint after the last <see cref="Rearm"/>.</summary>
        private Task Woken => Volatile.Read(ref _woken).Task;

        /// <summary>Hints from now on count. Called before reading, so that none is missed between.</summary>
        public void Rearm()
        {
            if (Woken.IsCompleted) Volatile.Write(ref _woken, NewSignal());
        }

        /// <summary>Waits for <see cref="Woken"/>, on the scheduler of the caller.</summary>
        public async Task WaitAsync() => await Woken;

        public void Wake() => Volatile.Read(ref _woken).TrySetResult();

        /// <inheritdoc cref="HintHub.Join"/>
        public IReadOnlyList<ConversationId> Join(IReadOnlyList<ConversationId> conversations) =>
            hub.Join(this, conversations);

        public void Dispose() => hub.Close(this);

        private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
