using System.Diagnostics;
using MessageSync.Hosting;
using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Grains;

/// <summary>
/// The shell of one Inbox: gathers offers, has them numbered as a run, stored and hinted at, one run at a time. Entries
/// are never held in memory.
/// </summary>
internal sealed class InboxGrain(UserId owner, IActivation activation, GrainServices services) : IHostedInbox
{
    /// <summary>Entries beyond the bound that may lie on disk: trimming many at once is cheaper.</summary>
    public const int TrimSlack = 64;
    private const int OffersPerRun = 1000;

    /// <summary>Whoever leaves waits for the store no longer than this.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly LinkedList<Handed> _waiting = [];
    private readonly InboxDecisions _decisions = new(owner, services);
    private readonly Watchers _watchers = new(services.Clock);
    private readonly InboxDevices _devices = new(owner, activation, services);
    private SignalAllowance? _signals;
    private StreamNumbers? _streams;
    private Inbox? _state;
    private bool _busy;
    private TaskCompletionSource? _rest;

    /// <summary>True when nothing would be lost by forgetting the grain.</summary>
    public bool IsIdle
    {
        get
        {
            using var turn = new Turn(activation);
            return !_busy && !_devices.HasUnsaved && !_watchers.Any;
        }
    }

    public Task OfferAsync(IReadOnlyList<Offer> offers) => HandInAsync(new(offers));

    public async Task<Answer<NotifyReceipt>> NotifyAsync(EntryContent.Notification notification)
    {
        var body = new MessageBody(
            System.Text.Encoding.UTF8.GetBytes(notification.Body), IsText: true, notification.Name);
        var fingerprint = Fingerprint.Of(body);
        var handed = new Handed([]) { Notification = notification, Fingerprint = fingerprint };
        await HandInAsync(handed);
        return handed.Known switch
        {
            null => new NotifyReceipt(Duplicate: false),
            { } known when known.Fingerprint == fingerprint => new NotifyReceipt(Duplicate: true),
            _ => new Refusal.SendKeyReused(SeqNo.None),
        };
    }

    public async Task<Answer<Done>> HideAsync(ConversationId conversation, SeqRange range, bool unlist)
    {
        if (await _decisions.ViewAsync(conversation) is not { Standing: not Standing.Stranger } view)
            return new Refusal.ConversationNotFound();

        var head = view.LastStay!.Left?.UpTo ?? view.Head;
        if (range.To > head) return new Refusal.BeyondHead(head.ToString());

        await ChangeViewAsync(new ViewCommand.Hide(conversation, range, unlist, head), view);
        return Done.Instance;
    }

    public async Task<Answer<Done>> MarkUnreadAsync(ConversationId conversation, bool unread)
    {
        if (await _decisions.ViewAsync(conversation) is not { } view) return new Refusal.ConversationNotFound();

        await ChangeViewAsync(new ViewCommand.MarkUnread(conversation, unread), view);
        return Done.Instance;
    }

    public async Task<Answer<SyncPage>> SyncAsync(SyncRequest request, CancellationToken ct)
    {
        var asked = request.Asked;
        if (request.Device is { } device)
        {
            var refusal = request.Ack is { } ack ? (await AckAsync(device, ack)).Refusal : null;
            if (refusal is not null && asked?.IsAtOrAfter(request.Ack!.Value) is not true) return refusal;   // else a reset says so
            asked ??= (await _devices.SeeAsync(device))?.Acked;
        }
        var reader = new SyncReader(owner, services);
        var slice = await reader.ReadSliceAsync(asked, request.Limit, ct);
        if (request.TellsOfGroups && await TellOfLargeGroupsAsync(slice.LargeGroups))
            slice = await reader.ReadSliceAsync(asked, request.Limit, ct);
        return await reader.PageAsync(slice, request.Limit, ct);
    }

    public async Task<Answer<Done>> AckAsync(DeviceId device, InboxCursor cursor)
    {
        var head = (await LoadAsync()).Head;
        // What is durable is read before memory has it: only the store knows what is beyond.
        if (cursor.Seq > head) head = (await services.Inboxes.LoadAsync(owner, services.Stopping)).Head;
        if (cursor.Epoch == services.Epoch && cursor.Seq > head)
            return new Refusal.BeyondHead(new InboxCursor(services.Epoch, head).Text(owner));

        if (cursor.Epoch == services.Epoch) await _devices.AckAsync(device, cursor);
        else await _devices.SeeAsync(device);
        return Done.Instance;
    }

    public async Task<Answer<Explanation>> ExplainAsync(
        DeviceId? device, ConversationId conversation, SeqNo seq, CancellationToken ct)
    {
        var known = (await _devices.AllAsync()).FirstOrDefault(one => one.Device == device);
        var trace = await new Tracer(owner, services).TraceAsync(device, known, conversation, seq, ct);
        return trace.Refusal is { } refusal ? refusal : Explanation.Of(trace.Value!);
    }

    public Task<IReadOnlyList<DeviceCursor>> DevicesAsync() => _devices.AllAsync();

    public async Task ForgetDeviceAsync(DeviceId device)
    {
        await _devices.ForgetAsync(device);
        using var turn = new Turn(activation);
        EndStreams(device, StreamEnd.Forgotten, services.Now);
    }

    public async Task<InboxWatch> WatchAsync(IHints hints, DeviceId? stream, bool ofGroups, CancellationToken ct)
    {
        EndedStreams? ended;
        using (new Turn(activation))
        {
            _watchers.Renew(hints);
            ended = stream is { } device ? _streams?.Find(device) : null;
        }
        // What is no news any more was told by an entry: the head that is read after it has it, or a run is under way.
        var large = ofGroups ? await services.Inboxes.ReadLargeGroupsAsync(owner, ct) : [];
        var hasNews = large.Any(IsNews) || (large.Count > 0 && _busy);
        var head = (await LoadAsync()).Head;
        return new(head, [.. large.Select(group => group.Conversation)], hasNews, ended);
    }

    public async Task<long> OpenStreamAsync(DeviceId device, DateTimeOffset asked, IHints hints)
    {
        await _devices.SeeAsync(device);
        using var turn = new Turn(activation);
        _watchers.Renew(hints);
        return EndStreams(device, StreamEnd.Conflict, asked);
    }

    public Task<SignalPause?> SignalAsync()
    {
        using var turn = new Turn(activation);
        _signals ??= new(services.Options.SignalsPerSecond, services.Clock);
        return Task.FromResult(_signals.Take() is { } pause ? new SignalPause(pause) : null);
    }

    /// <summary>Saves what devices acked.</summary>
    public Task SaveAsync() => _devices.SaveAsync();

    public async Task RestAsync(CancellationToken ct)
    {
        TaskCompletionSource? rest = null;
        using (new Turn(activation))
            if (_busy) rest = _rest ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (rest is null) return;
        try
        {
            await rest.Task.WaitAsync(s_patience, services.Clock, ct);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            // The store decides between this owner and the next.
        }
    }

    public void Leave()
    {
        using var turn = new Turn(activation);
        _watchers.Tell(hints => hints.InboxLeft(owner));
    }

    /// <summary>All streams of a device that were opened so far.</summary>
    /// <returns>The number of the next.</returns>
    private long EndStreams(DeviceId device, StreamEnd end, DateTimeOffset at)
    {
        var ended = (_streams ??= new(services.Options.DevicesMax)).End(device, end, at);
        _watchers.Tell(hints => hints.StreamsEnd(owner, device, ended.Before, end));
        return ended.Before;
    }

    private static bool IsNews(LargeGroup group) => !group.Awaits && group.LargeChange > group.Known;

    /// <summary>Large groups write to no idle Inbox: it tells itself, when it is read.</summary>
    /// <returns>False when there was nothing to tell.</returns>
    private async Task<bool> TellOfLargeGroupsAsync(IReadOnlyList<LargeGroup> groups)
    {
        var offers = groups.Where(IsNews).Select(group => new Offer(
            group.Conversation, group.LargeChange, new EntryContent.Advanced(group.Head, group.MutationHead))).ToList();
        if (offers.Count == 0) return false;

        await OfferAsync(offers);
        return true;
    }

    private Task ChangeViewAsync(ViewCommand command, ConversationView view) => command.IsDone(view.Own)
        ? Task.CompletedTask
        : HandInAsync(new([]) { View = command });

    private Task HandInAsync(Handed handed)
    {
        bool begin;
        using (new Turn(activation))
        {
            if (_waiting.Count >= services.Options.WaitingMax) throw services.Metrics.InboxOverloaded();

            _waiting.AddLast(handed);
            begin = !_busy;
            _busy = true;
        }
        if (begin) _ = WorkAsync();
        return handed.Done.Task;
    }

    private ValueTask<Inbox> LoadAsync() => _state is { } state ? new(state) : new(ReadStateAsync());

    private async Task<Inbox> ReadStateAsync()
    {
        var loaded = await services.Inboxes.LoadAsync(owner, services.Stopping);
        using var turn = new Turn(activation);
        return _state ??= loaded;
    }

    private async Task WorkAsync()
    {
        Telemetry.Detach();
        while (true)
        {
            IReadOnlyList<Handed> taken = [];
            try
            {
                using (new Turn(activation))
                {
                    if (_waiting.Count == 0)
                    {
                        _busy = false;
                        _rest?.SetResult();
                        _rest = null;
                        return;
                    }
                    taken = Take();
                }
                await StoreAsync(await LoadAsync(), taken);
                foreach (var one in taken) one.Done.TrySetResult();
            }
            catch (ConflictException)
            {
                using var turn = new Turn(activation);
                _state = null;
                _decisions.Forget();
                foreach (var one in taken.Reverse()) _waiting.AddFirst(one);
            }
            catch (Exception failure)
            {
                foreach (var one in taken) one.Done.TrySetException(failure);
            }
        }
    }

    /// <summary>All offers that wait, or one thing that is no offer.</summary>
    private List<Handed> Take()
    {
        var (taken, offers) = (new List<Handed>(Math.Min(_waiting.Count, OffersPerRun)), 0);
        while (_waiting.First?.Value is { } next && (taken.Count == 0 || (next.IsOffers && offers < OffersPerRun)))
        {
            _waiting.RemoveFirst();
            taken.Add(next);
            offers += next.Offers.Count;
            if (!next.IsOffers) break;
        }
        return taken;
    }

    private async Task StoreAsync(Inbox state, IReadOnlyList<Handed> taken)
    {
        var now = services.Now;
        if (await _decisions.DecideAsync(state, taken, now) is not { } run) return;

        var full = state.Count + run.Added.Count - run.Removed.Count > services.Options.InboxEntriesMax + TrimSlack;
        var bounds = new InboxBounds(services.Options.InboxEntriesMax, now - services.Options.InboxKept);
        var write = new InboxWrite(run, full ? bounds : null) { Causes = Telemetry.Causes(taken, static one => one.Cause) };
        var result = await services.Commit.CommitAsync(write);
        if (result.Outcome != WriteOutcome.Stored) throw new ConflictException();

        using var turn = new Turn(activation);
        var after = state.Apply(run);
        _state = full ? after with { Count = bounds.EntriesMax } : after;
        if (full) services.Metrics.Trimmed(after.Count - bounds.EntriesMax);
        _decisions.Stored(run);
        if (!_watchers.IsEmpty) TellMoved(run.Head, write.Causes);
    }

    /// <summary>Who is woken knows what it was for.</summary>
    private void TellMoved(InboxSeqNo head, IReadOnlyList<Activity>? causes)
    {
        if (causes is [.., var cause]) Activity.Current = cause;
        _watchers.Tell(hints => hints.InboxMoved(owner, head));
        Telemetry.Detach();
    }

    private sealed class ConflictException : Exception;
}
