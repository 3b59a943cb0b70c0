namespace MessageSync.Client;

/// <summary>
/// One device of one user: says what to ask next and decides what to store. Pure: no clock, no tasks, no I/O but its
/// store. Not thread-safe.
/// </summary>
/// <remarks>
/// <para>A driver loops: <see cref="Next"/>, carry it to the server, <see cref="Apply"/>. Several requests may be
/// under way:
/// call <see cref="Next"/> until it is null and apply the replies as they come; a driver that does one thing at a time
/// sets <see cref="DeviceOptions.Wait"/> to zero, so that its sends do not wait behind a sync.</para>
/// <para>What a reply changes is committed as one step, cursor and entries together. If a commit throws, this object is
/// finished: make a new one from the store. It goes on where the store is.</para>
/// </remarks>
public sealed partial class Device
{
    private readonly IDeviceStore _store;
    private readonly DeviceMemory _memory;
    private readonly PullLane _pull;
    private readonly WishLane _wishes;
    private readonly OutboxLane _outbox;
    private bool _isFinished;

    /// <summary>A device on its store, new or as it was left.</summary>
    /// <param name="user">Whose device it is.</param>
    /// <param name="store">Its own; no other device uses it.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">The store is another user's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Device(string user, IDeviceStore store, DeviceOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(store);
        options ??= new();
        options.Check();
        (User, _store, _memory) = (user, store, new(store.Load()));
        (_pull, _wishes, _outbox) = (new(options), new(options), new(options));
        if (_memory.State.User is { } owner && owner != user)
            throw new ArgumentException($"The store is {owner}'s.", nameof(store));
        if (_memory.State.User is null) Do(draft => draft.State = draft.State with { User = user });
    }

    /// <summary>Whose device it is.</summary>
    public string User { get; }

    /// <summary>What the device knows of itself.</summary>
    public DeviceState State => _memory.State;

    /// <summary>True when the device knows of nothing that it has yet to ask; commands of the outbox apart.</summary>
    public bool IsUpToDate => State.Cursor is not null && State.Repair is null && !_pull.IsSyncDue
        && _pull.Asked is null or DeviceRequest.Sync && _memory.WithTodo.Count == 0;

    /// <summary>How long the server may hold a sync from now on, as <see cref="DeviceOptions.Wait"/>. A driver whose
    /// stream fails sets it, and zero when a stream is open again.</summary>
    public TimeSpan Wait
    {
        get => _pull.Wait;
        set
        {
            DeviceOptions.CheckWait(value);
            _pull.Wait = value;
        }
    }

    /// <summary>True when a commit failed.</summary>
    internal bool IsFinished => _isFinished;

    /// <summary>When <see cref="Next"/> has something again: after failures, or an ack.</summary>
    /// <param name="now">The very time at which <see cref="Next"/> was null.</param>
    /// <returns>Later than <paramref name="now"/>; null when only a reply, news or the user brings it.</returns>
    public DateTimeOffset? WakeAt(DateTimeOffset now) =>
        _pull.Pauses(_memory).Concat(_wishes.Pauses).Concat(_outbox.Pauses(_memory)).Where(until => until > now).Min();

    /// <summary>What to ask now. Each request is given once and then counts as under way until it is applied.</summary>
    /// <param name="now">Any clock that goes forward; only pauses look at it.</param>
    /// <returns>Null when there is nothing: wait for a reply, until <see cref="WakeAt"/>, for news or for the
    /// user.</returns>
    public DeviceRequest? Next(DateTimeOffset now)
    {
        Check();
        return _outbox.Next(_memory, now) ?? _wishes.Next(_memory, now) ?? _pull.Next(_memory, now);
    }

    /// <summary>Decides and stores what a reply changes.</summary>
    /// <param name="request">The very object that <see cref="Next"/> gave.</param>
    /// <param name="reply">Its answer, a refusal, or <see cref="DeviceReply.Lost"/>.</param>
    /// <param name="now">As in <see cref="Next"/>.</param>
    /// <returns>False when this request is not under way: nothing was done.</returns>
    /// <exception cref="ArgumentException">The reply answers another kind of request; the device is
    /// finished.</exception>
    public bool Apply(DeviceRequest request, DeviceReply reply, DateTimeOffset now)
    {
        Check();
        if (ReferenceEquals(request, _pull.Asked))
            Do(draft => _pull.Answer(draft, reply, now));
        else if (ReferenceEquals(request, _wishes.Asked))
            Do(draft =>
            {
                if (_wishes.Answer(draft, _memory, reply, now)) _pull.News();
            });
        else if (_outbox.Has(request))
            Do(draft => _outbox.Answer(draft, (DeviceRequest.Order)request, reply, now));
        else
            return false;
        return true;
    }

    /// <summary>There may be something new: a hint, a stream that began or ended, the network is back.</summary>
    public void News() => _pull.News();

    /// <summary>The network is back: what failed is tried again at once.</summary>
    public void EndPauses()
    {
        _pull.EndPauses();
        _wishes.EndPauses();
        _outbox.EndPauses();
    }

    /// <summary>An entry of a stream.</summary>
    /// <returns>False when the device is not where the entry follows, or in the middle of a request: it will
    /// sync.</returns>
    public bool Push(InboxEntry entry)
    {
        Check();
        ArgumentNullException.ThrowIfNull(entry);
        var isApplied = false;
        if (_pull.Asked is null or DeviceRequest.Sync or DeviceRequest.Ack)
            Do(draft => isApplied = SyncRules.Apply(draft, entry));
        if (!isApplied) News();
        return isApplied;
    }

    private void Check()
    {
        if (_isFinished) throw new InvalidOperationException("A commit failed: make a new device from the store.");
    }

    /// <summary>One step: memory moves when it is stored, never before.</summary>
    private void Do(Action<Draft> decide)
    {
        Check();
        _isFinished = true;
        var draft = new Draft(_memory, _store, User);
        decide(draft);
        var changes = draft.ToChanges();
        if (!changes.IsEmpty) _store.Commit(changes);
        _memory.Take(changes);
        _isFinished = false;
    }
}
