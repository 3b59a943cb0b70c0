namespace MessageSync.Client;

/// <summary>
/// Everything that follows the Inbox: syncs, the lists of a beginning and of a repair, and what has yet to be asked of
/// single conversations. One request at a time, so that no reply is older than an entry that was applied before it.
/// </summary>
internal sealed class PullLane(DeviceOptions options)
{
    private readonly Backoff _backoff = new(options);
    private readonly PageSize _size = new(options);
    private readonly Acks _acks = new(options);
    private readonly Dictionary<string, Backoff> _sick = new(StringComparer.Ordinal);
    private bool _hasNewsWhileAsked;
    private int _jobs;
    private long? _confirming;

    /// <summary>What is under way; null for nothing.</summary>
    public DeviceRequest? Asked { get; private set; }

    /// <summary>There may be something new in the Inbox.</summary>
    public bool IsSyncDue { get; private set; } = true;

    /// <summary>How long the server may hold a sync when there is nothing else to ask.</summary>
    public TimeSpan Wait { get; set; } = options.Wait;

    public IEnumerable<DateTimeOffset?> Pauses(DeviceMemory memory) => Asked is not null ? [] :
    [
        _backoff.Until, _acks.WakeAt(memory.State.Cursor), .. _sick.Values.Select(backoff => backoff.Until),
    ];

    /// <summary>There may be something new, which a sync under way may have been too early to see.</summary>
    public void News() => IsSyncDue = _hasNewsWhileAsked = true;

    public void EndPauses()
    {
        _backoff.End();
        foreach (var backoff in _sick.Values) backoff.End();
    }

    public DeviceRequest? Next(DeviceMemory memory, DateTimeOffset now)
    {
        if (Asked is not null || !_backoff.IsOver(now)) return null;

        _confirming = null;
        _hasNewsWhileAsked = false;
        return Asked = Choose(memory, now);
    }

    public void Answer(Draft draft, DeviceReply reply, DateTimeOffset now)
    {
        var asked = Asked!;
        Asked = null;
        _size.Learn(reply);
        switch (reply)
        {
            case DeviceReply.Lost:
                _backoff.Failed(now, reply);
                return;
            case DeviceReply.Refused refused:
                Refuse(draft, asked, refused, now);
                return;
        }
        if (Take(draft, asked, reply)) _backoff.End();
        else _backoff.Failed(now, reply);
    }

    private DeviceRequest? Choose(DeviceMemory memory, DateTimeOffset now)
    {
        var (state, size) = (memory.State, _size.Now);
        if (state.Beginning is { } beginning)
            return new DeviceRequest.List(beginning.Page, null, size.ListLimit, IsById: false);
        if (state.Cursor is not { } cursor) return new DeviceRequest.Sync(null, null, 0, TimeSpan.Zero);

        var sync = new DeviceRequest.Sync(cursor, _acks.Untold(cursor), size.SyncLimit, TimeSpan.Zero);
        if (IsSyncDue || _jobs >= ClientLimits.JobsBetweenSyncs) return sync;
        if (state.Repair is { } repair)
            return new DeviceRequest.List(repair.Page, repair.Since, size.ListLimit, true);
        if (Job(memory, now) is { } job) return job;
        return Wait > TimeSpan.Zero ? sync with { Wait = Wait } : _acks.Alone(cursor, now);
    }

    private DeviceRequest? Job(DeviceMemory memory, DateTimeOffset now)
    {
        foreach (var id in memory.WithTodo)
            if (IsWell(id, now) && TodoRules.Next(memory.Conversations[id], _size.Now) is { } request) return request;

        foreach (var item in memory.Outbox.Values)
        {
            if (!TodoRules.IsToConfirm(item, memory) || !IsWell(item.Conversation, now)) continue;

            _confirming = item.No;
            return new DeviceRequest.Roam(item.Conversation, new RoamAnchor.After(item.Seq!.Value - 1), 1);
        }
        return null;
    }

    private bool IsWell(string id, DateTimeOffset now) => _sick.GetValueOrDefault(id)?.IsOver(now) is not false;

    /// <returns>False when nothing was applied and the same must not be asked again at once.</returns>
    private bool Take(Draft draft, DeviceRequest asked, DeviceReply reply)
    {
        switch (asked, reply)
        {
            case (DeviceRequest.Sync sync, DeviceReply.Synced(var page)):
                return Synced(draft, sync, page);
            case (DeviceRequest.Ack(var cursor), DeviceReply.Done):
                _acks.Told(cursor);
                return true;
            case (DeviceRequest.List, DeviceReply.Listed(var list)) when draft.State.Beginning is { } beginning:
                ListRules.Begun(draft, beginning, list);
                return true;
            case (DeviceRequest.List, DeviceReply.Listed(var list)):
                _jobs++;
                if (draft.State.Repair is { } repair && ListRules.Missed(draft, repair, list)) return true;
                IsSyncDue = true;
                return false;
            case (DeviceRequest.Roam, DeviceReply.Roamed(var page)) when page.Epoch != draft.State.Epoch:
                IsSyncDue = true;
                return false;
        }
        _jobs++;
        var id = TodoRules.ConversationOf(asked);
        TodoRules.Take(draft, asked, reply);
        if (_confirming is { } no) draft.RemoveOutbox(no);   // seen in the page, or not to be seen at all
        _sick.Remove(id);
        return true;
    }

    private bool Synced(Draft draft, DeviceRequest.Sync asked, SyncReply reply)
    {
        if (asked.Acked is { } told) _acks.Told(told);
        else if (asked.Cursor is not null) _acks.GoOn();
        _jobs = 0;
        var isOld = draft.State.Cursor is { } cursor && asked.Cursor != cursor;
        var isApplied = SyncRules.Apply(draft, asked, reply);
        IsSyncDue = !isApplied || reply.More || draft.State.Cursor is null || _hasNewsWhileAsked;
        return isApplied || isOld;
    }

    private void Refuse(Draft draft, DeviceRequest asked, DeviceReply.Refused refused, DateTimeOffset now)
    {
        var state = draft.State;
        switch (asked)
        {
            // A bug of the server at one conversation keeps no other from going on.
            case not (DeviceRequest.Sync or DeviceRequest.List or DeviceRequest.Ack) when refused.Problem == "internal":
                var id = TodoRules.ConversationOf(asked);
                (_sick[id] = _sick.GetValueOrDefault(id) ?? new(options)).Failed(now, refused);
                return;
            case var _ when refused.IsPassing:
                break;
            case DeviceRequest.Ack(var cursor):
                _acks.Told(cursor);
                return;
            case DeviceRequest.Sync { Acked: not null } when refused.Problem is "beyond-head" or "device-required":
                _acks.HoldBack();   // the next sync says what is the matter
                return;
            case DeviceRequest.Sync { Cursor: not null } when refused.Problem == "cursor-invalid":
                SyncRules.StartOver(draft);
                break;
            case DeviceRequest.List { Page: not null } when state.Beginning is { } beginning:
                draft.State = state with { Beginning = beginning with { Page = null } };
                break;
            case DeviceRequest.List { Page: not null } when state.Repair is { } repair:
                draft.State = state with { Repair = repair with { Page = null } };
                break;
            case DeviceRequest.List { LostAfter: not null }:
                SyncRules.StartOver(draft);
                break;
            case not (DeviceRequest.Sync or DeviceRequest.List):
                TodoRules.GiveUp(draft, asked);
                if (_confirming is { } no) draft.RemoveOutbox(no);
                return;
        }
        _backoff.Failed(now, refused);
    }
}
