using MessageSync.Load.Measuring;
using MessageSync.Load.Mixes;
using MessageSync.Load.Targets;

namespace MessageSync.Load.Auditing;

/// <summary>
/// Checks that what was acknowledged is there: a sample of users is read to the end after the run, and some of them
/// listen (by long polls) while it lasts, which tells how long after its answer a message is seen.
/// </summary>
/// <param name="target">What is under load.</param>
/// <param name="clock">The clock of the run.</param>
/// <param name="listenersMax">How many users listen at most, one of each conversation.</param>
internal sealed class Audit(ITarget target, TimeProvider clock, int listenersMax) : IDisposable
{
    private const int LookedUpMax = Limits.RoamingPageMax;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ConversationId, Ledger> _ledgers = [];
    private readonly Dictionary<(ConversationId, UserId), Ledger> _own = [];
    private readonly List<AuditedUser> _users = [];
    private readonly LatencyHistogram _lag = new();
    private readonly CancellationTokenSource _over = new();
    private Task _listening = Task.CompletedTask;

    /// <summary>How long a check waits for what is not there yet. Default 15 s, well above what is promised.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Before the run: a user must learn of everything that is acknowledged in a conversation.</summary>
    public void Watch(UserId user, ConversationId conversation)
    {
        if (!_ledgers.TryGetValue(conversation, out var ledger)) _ledgers.Add(conversation, ledger = new(clock));
        _users.Add(new(user, conversation, ledger));
    }

    /// <summary>Before the run: a user must learn of everything that they themselves send in a conversation.</summary>
    public void WatchOwn(UserId user, ConversationId conversation)
    {
        var ledger = new Ledger(clock);
        _own.Add((conversation, user), ledger);
        _users.Add(new(user, conversation, ledger));
    }

    /// <summary>A send was answered.</summary>
    public void Acknowledged(ConversationId conversation, UserId sender, SeqNo seq)
    {
        if (_ledgers.TryGetValue(conversation, out var ledger)) Note(ledger.Acknowledge(seq));
        if (_own.TryGetValue((conversation, sender), out var own)) Note(own.Acknowledge(seq));
    }

    /// <summary>Finds where each Inbox stands and begins to listen. Before the run.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        await Parallel.ForEachAsync(
            _users, ct, async (user, token) => user.TakeIn(await SyncAsync(user, new(null, 0), token)));
        var listeners = _users.DistinctBy(user => user.Conversation).Take(listenersMax).ToList();
        foreach (var listener in listeners) listener.Ledger.IsListened = true;
        _listening = Task.WhenAll(listeners.Select(ListenAsync));
    }

    /// <summary>Reads every Inbox to its end and compares. After the run.</summary>
    /// <exception cref="TargetException">A call failed.</exception>
    public async Task<AuditResult> CheckAsync(CancellationToken ct)
    {
        await _over.CancelAsync();
        await _listening;
        var found = new AuditResult(0, 0, 0, 0, 0, 0, 0, _lag);
        var gate = new Lock();
        await Parallel.ForEachAsync(_users, ct, async (user, token) =>
        {
            var one = await CheckAsync(user, token);
            lock (gate) found = Sum(found, one);
        });
        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => _over.Dispose();

    private static AuditResult Sum(AuditResult all, AuditResult one) => new(
        all.Users + one.Users, all.Acknowledged + one.Acknowledged, all.InInbox + one.InInbox,
        all.InHistory + one.InHistory, all.Missing + one.Missing, all.Repeated + one.Repeated,
        all.OutOfOrder + one.OutOfOrder, all.Lag);

    private async Task<AuditResult> CheckAsync(AuditedUser user, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var more = true;
        while (more || (user.Sort().Missing.Count > 0 && clock.GetElapsedTime(began) < Patience))
        {
            var page = await SyncAsync(user, new(user.Cursor, Limits.SyncPageMax, more ? TimeSpan.Zero : LastWait), ct);
            Take(user, page);
            more = page.More;
        }

        var (inInbox, inHistory, missing) = user.Sort();
        var (lookedUp, found) = await LookUpAsync(user, inHistory, ct);
        return new(
            1, inInbox.Count + inHistory.Count + missing.Count, inInbox.Count, found, missing.Count + lookedUp - found,
            user.Repeated, user.OutOfOrder, _lag);
    }

    /// <summary>Looks some of them up, spread evenly.</summary>
    private async Task<(int LookedUp, int Found)> LookUpAsync(
        AuditedUser user, IReadOnlyList<SeqNo> seqs, CancellationToken ct)
    {
        if (seqs.Count == 0) return (0, 0);

        var step = Math.Max(1, (double)seqs.Count / LookedUpMax);
        var some = Enumerable.Range(0, Math.Min(seqs.Count, LookedUpMax)).Select(i => seqs[(int)(i * step)]).ToList();
        var (rest, found) = ((IReadOnlyList<SeqNo>)some, 0);
        while (rest.Count > 0)
        {
            var page = await Preparation.PatientlyAsync(
                () => target.SomeAsync(user.User, user.Conversation, rest, ct), clock, ct);
            if (page.Seqs.Count == 0) break;

            found += page.Seqs.Count;
            rest = [.. rest.Except(page.Seqs)];
        }
        return (some.Count, found);
    }

    private async Task ListenAsync(AuditedUser user)
    {
        try
        {
            while (!_over.IsCancellationRequested)
                Take(user, await SyncAsync(user, new(user.Cursor, Limits.SyncPageMax, Wait), _over.Token));
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // The run is over; the check reads on from here.
        }
        catch (TargetException)
        {
            // Without a listener there are fewer lags; the check reads on from here, and fails where the target does.
        }
    }

    private void Take(AuditedUser user, InboxPage page)
    {
        var news = user.TakeIn(page);
        if (!user.Ledger.IsListened || _over.IsCancellationRequested) return;

        foreach (var seq in news) Note(user.Ledger.See(seq));
    }

    private Task<InboxPage> SyncAsync(AuditedUser user, InboxQuery query, CancellationToken ct) =>
        Preparation.PatientlyAsync(() => target.SyncAsync(user.User, AuditedUser.Device, query, ct), clock, ct);

    private void Note(TimeSpan? lag)
    {
        if (lag is { } known) _lag.Record(known);
    }
}
