using System.Diagnostics;
using MessageSync.FanOut;
using MessageSync.Hosting;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Grains;

/// <summary>
/// The shell of one Timeline: gathers commands, has them decided as a run, stored, applied and announced, one run at a
/// time. Memory moves only with the commit.
/// </summary>
internal sealed class TimelineGrain(ConversationId id, IActivation activation, GrainServices services) : IHostedTimeline
{
    private const int KeysKept = 16;
    private const int TargetsPerRun = 64;
    private static readonly Verdict s_overloaded = new Verdict.Refused(new Refusal.Overloaded(TimeSpan.FromSeconds(1)));

    private static readonly Dictionary<Command, MessageTarget?> s_noTargets = [];

    private readonly LinkedList<Command> _waiting = [];
    private readonly SendKeyCache _keys = new(KeysKept);
    private readonly TimelineReader _reader = new(id, services);
    private readonly Watchers _watchers = new(services.Clock);
    private AdvanceRounds? _rounds;
    private Timeline? _state;
    private bool _loaded;
    private bool _busy;

    /// <summary>True when nothing would be lost by forgetting the grain.</summary>
    public bool IsIdle
    {
        get
        {
            using var turn = new Turn(activation);
            return !_busy && !_watchers.Any;
        }
    }

    public async Task<Answer<Created>> CreateAsync(CreateConversation command) => await DecideAsync(command) switch
    {
        Verdict.Accepted => new Created(IsNew: true),
        Verdict.Refused(var refusal) => refusal,
        _ => new Created(IsNew: false),
    };

    public async Task<Answer<SendReceipt>> SendAsync(SendMessage command) => await DecideAsync(command) switch
    {
        Verdict.Accepted(MessageSent sent) => new SendReceipt(sent.Seq, sent.At, Duplicate: false),
        Verdict.Repeated({ } first) => first,
        Verdict.Refused(var refusal) => refusal,
        var verdict => throw new InvalidOperationException($"A send got {verdict}."),
    };

    public async Task<Answer<Done>> ChangeAsync(TimelineCommand command) =>
        await DecideAsync(command) is Verdict.Refused(var refusal) ? refusal : Done.Instance;

    public Task<Answer<RoamingPage>> RoamAsync(
        Caller caller, RoamingAnchor anchor, int limit, CancellationToken ct) =>
        _reader.RoamAsync(caller, anchor, limit, ct);

    public Task<Answer<SomeMessages>> SomeAsync(Caller caller, IReadOnlyList<SeqNo> seqs, CancellationToken ct) =>
        _reader.SomeAsync(caller, seqs, ct);

    public Task<Answer<MutationsPage>> MutationsAsync(
        Caller caller, ChangeNo after, int limit, CancellationToken ct) =>
        _reader.MutationsAsync(caller, after, limit, ct);

    public Task<Answer<HiddenRanges>> HiddenAsync(Caller caller, CancellationToken ct) => _reader.HiddenAsync(caller, ct);

    public Task<Answer<MembersPage>> MembersAsync(Caller caller, UserId? after, int limit, CancellationToken ct) =>
        _reader.MembersAsync(caller, after, limit, ct);

    public Task<Answer<Audience>> AudienceAsync(Caller caller, CancellationToken ct) =>
        _reader.AudienceAsync(caller, ct);

    public Task WatchAsync(IHints hints)
    {
        using var turn = new Turn(activation);
        _watchers.Renew(hints);
        _rounds ??= new(services, activation, change => _watchers.Tell(hint => hint.GroupMoved(id, change)));
        return Task.CompletedTask;
    }

    public void Leave()
    {
        using var turn = new Turn(activation);
        _watchers.Tell(hints => hints.GroupLeft(id));
    }

    private Task<Verdict> DecideAsync(TimelineCommand wanted)
    {
        if (services.FanOut.IsFull) return Overloaded(GrainMetrics.FanOut);
        if (!services.Admission.TryEnter()) return Overloaded(GrainMetrics.Commands);

        var command = new Command(wanted, services.Admission);
        var begin = false;
        using (new Turn(activation))
        {
            if (_waiting.Count >= services.Options.WaitingMax)
            {
                services.Metrics.Overloaded(GrainMetrics.Conversation);
                command.Answer(s_overloaded);
            }
            else
            {
                _waiting.AddLast(command);
                begin = !_busy;
                _busy = true;
            }
        }
        if (begin) _ = WorkAsync();
        return command.Answered;
    }

    private Task<Verdict> Overloaded(string queue)
    {
        services.Metrics.Overloaded(queue);
        return Task.FromResult(s_overloaded);
    }

    private async Task WorkAsync()
    {
        Telemetry.Detach();
        while (true)
        {
            IReadOnlyList<Command> taken = [];
            try
            {
                if (IsDone()) return;
                if (!_loaded)
                {
                    var state = await services.Timelines.LoadAsync(id, services.Stopping);
                    await services.FanOut.CatchUpAsync(id, services.Stopping);
                    using var turn = new Turn(activation);
                    (_state, _loaded) = (state, true);
                }
                var targets = await ReadTargetsAsync();
                TimelineDraft draft;
                using (new Turn(activation)) (draft, taken) = Decide(targets);
                if (draft.Changes.Count == 0) continue;

                var run = new TimelineRun(
                    _state?.Change ?? ChangeNo.None, draft.After!, draft.Changes, draft.Announcements)
                {
                    Causes = Telemetry.Causes(taken, static command => command.Cause),
                };
                var result = await services.Commit.CommitAsync(run);
                if (result.Outcome == WriteOutcome.Stored) Apply(draft, taken, result.Announced);
                else await DecideAgainAsync(taken, result.Outcome);
            }
            catch (Exception failure)
            {
                Fail(taken, failure);
            }
        }
    }

    /// <summary>One turn: the work ends where nothing waits.</summary>
    private bool IsDone()
    {
        using var turn = new Turn(activation);
        return !(_busy = _waiting.Count > 0);
    }

    /// <summary>One turn: decides the next run and answers what needs no writing.</summary>
    private (TimelineDraft Draft, IReadOnlyList<Command> Taken) Decide(
        IReadOnlyDictionary<Command, MessageTarget?> targets)
    {
        var draft = new TimelineDraft(id, _state, services.Options.Rules);
        var taken = new List<Command>();
        var now = services.Now;
        for (var node = _waiting.First; node is not null && taken.Count < services.Options.RunMax; node = _waiting.First)
        {
            var command = node.Value;
            MessageTarget? target = null;
            if (command.Wanted is MessageCommand && !targets.TryGetValue(command, out target)) break;
            var verdict = draft.Next(command.Wanted, (CommandFacts?)target ?? _keys.Find(command.Wanted), now);
            if (verdict is null) break;

            _waiting.RemoveFirst();
            if (verdict is Verdict.Accepted)
            {
                command.Decided = verdict;
                taken.Add(command);
            }
            else if (verdict is Verdict.NotPresent) _ = AnswerOutsiderAsync(command);
            else command.Answer(verdict);
        }
        return (draft, taken);
    }

    /// <summary>The messages that waiting commands are about, as they are before the next run.</summary>
    private ValueTask<IReadOnlyDictionary<Command, MessageTarget?>> ReadTargetsAsync()
    {
        List<(Command, MessageCommand)>? about = null;
        using (new Turn(activation))
        {
            var (node, looked) = (_waiting.First, 0);
            for (; node is not null && looked < services.Options.RunMax; node = node.Next, looked++)
            {
                if (node.Value.Wanted is not MessageCommand wanted) continue;
                (about ??= []).Add((node.Value, wanted));
                if (about.Count == TargetsPerRun) break;
            }
        }
        return about is null ? new(s_noTargets) : new(ReadTargetsAsync(about));
    }

    private async Task<IReadOnlyDictionary<Command, MessageTarget?>> ReadTargetsAsync(
        IReadOnlyList<(Command Command, MessageCommand Wanted)> about)
    {
        var targets = await services.Timelines.ReadTargetsAsync(
            id, [.. about.Select(one => (UserOf(one.Wanted.Caller), one.Wanted.Seq))], services.Stopping);
        return about.Select((one, i) => KeyValuePair.Create(one.Command, targets[i])).ToDictionary();
    }

    private static UserId? UserOf(Caller caller) => caller.IsService ? null : caller.User;

    /// <summary>The run is durable: it becomes state, is announced, and its callers learn of it.</summary>
    private void Apply(TimelineDraft draft, IReadOnlyList<Command> taken, Action announced)
    {
        var now = services.FanOut.Metrics.Now();
        using (new Turn(activation))
        {
            var pending = new PendingAnnouncement[taken.Count];
            for (var i = 0; i < pending.Length; i++)
            {
                pending[i] = new(draft.Announcements[i], draft.Present[i], announced)
                {
                    Since = now,
                    Cause = taken[i].Cause,
                };
            }
            services.FanOut.Announce(id, pending);
            if (draft.After!.LargeChange > (_state?.LargeChange ?? ChangeNo.None)) _rounds?.Moved(draft.After.Change);
            _state = draft.After;
            foreach (var change in draft.Changes)
            {
                if (change is MessageSent sent)
                    _keys.Add(sent.Sender, sent.SendKey, new(sent.Seq, sent.At, sent.Fingerprint));
                else if (change is MessageRecalled recalled) _keys.Forget(recalled.Seq);
            }
        }
        foreach (var command in taken) command.Answer(command.Decided!);
    }

    /// <summary>Another owner wrote, or a send key is known after all: with the store's facts, once more.</summary>
    private async Task DecideAgainAsync(IReadOnlyList<Command> taken, WriteOutcome why)
    {
        var sends = taken.Select(command => command.Wanted).OfType<SendMessage>().ToList();
        var known = why == WriteOutcome.SendKeyKnown
            ? await services.Timelines.FindSendsAsync(
                id, [.. sends.Select(send => (send.Caller.User, send.SendKey))], services.Stopping)
            : [];
        using var turn = new Turn(activation);
        for (var i = 0; i < known.Count; i++)
            if (known[i] is { } send) _keys.Add(sends[i].Caller.User, sends[i].SendKey, send);
        _loaded = why == WriteOutcome.SendKeyKnown;
        foreach (var command in taken.Reverse()) _waiting.AddFirst(command);
    }

    /// <summary>Nothing of the run was stored, so the state is as it was. Without a state nobody can be answered; without
    /// the messages that they are about, those commands cannot.</summary>
    private void Fail(IReadOnlyList<Command> taken, Exception failure)
    {
        using var turn = new Turn(activation);
        if (!_loaded || taken.Count == 0)
        {
            var lost = _waiting.Where(command => !_loaded || command.Wanted is MessageCommand).ToList();
            foreach (var command in lost) _waiting.Remove(command);
            taken = [.. taken, .. lost];
        }
        if (failure is StoreOverloadedException) services.Metrics.Overloaded(GrainMetrics.Store, taken.Count);
        foreach (var command in taken) command.Fail(failure);
    }

    /// <summary>What one who is no member gets depends on what was: the store knows.</summary>
    private async Task AnswerOutsiderAsync(Command command)
    {
        try
        {
            command.Answer(await _reader.DecideOutsiderAsync(command.Wanted));
        }
        catch (Exception failure)
        {
            command.Fail(failure);
        }
    }

    /// <summary>A command until it is answered.</summary>
    private sealed class Command(TimelineCommand wanted, Admission admission)
    {
        private readonly TaskCompletionSource<Verdict> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TimelineCommand Wanted { get; } = wanted;

        /// <summary>The recorded span that it came with; null where there is none.</summary>
        public Activity? Cause { get; } = Telemetry.Cause;

        public Verdict? Decided { get; set; }

        public Task<Verdict> Answered => _answer.Task;

        public void Answer(Verdict verdict)
        {
            if (_answer.TrySetResult(verdict)) admission.Leave();
        }

        public void Fail(Exception failure)
        {
            if (failure is StoreOverloadedException) Answer(s_overloaded);
            else if (_answer.TrySetException(failure)) admission.Leave();
        }
    }
}
