using MessageSync.Grains;
using MessageSync.Hosting;
using MessageSync.Orleans.Hosting;
using MessageSync.Timelines;
using Orleans.Concurrency;
using Orleans.Placement;

namespace MessageSync.Orleans.Grains;

/// <summary>A Timeline, in the silo that first asks for it: there its calls come in. They interleave; the Timeline takes its turns
/// itself.</summary>
[Reentrant, PreferLocalPlacement, GrainType("messagesync.timeline")]
internal sealed class OrleansTimelineGrain(IGrainContext context, GrainHost host, ActiveGrains active)
    : IGrainBase, IOrleansTimelineGrain
{
    private readonly IHostedTimeline _timeline =
        host.NewTimeline(new(context.GrainId.Key.ToString()!), new LockedTurns());

    public IGrainContext GrainContext { get; } = context;

    public Task OnActivateAsync(CancellationToken token)
    {
        active.AddTimeline();
        return Task.CompletedTask;
    }

    public Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token)
    {
        active.RemoveTimeline();
        if (reason.ReasonCode != DeactivationReasonCode.ShuttingDown) _timeline.Leave();
        return Task.CompletedTask;
    }

    public Task<Answer<Created>> CreateAsync(CreateConversation command) => _timeline.CreateAsync(command);

    public Task<Answer<SendReceipt>> SendAsync(SendMessage command) => _timeline.SendAsync(command);

    public Task<Answer<Done>> ChangeAsync(TimelineCommand command) => _timeline.ChangeAsync(command);

    public Task<Answer<RoamingPage>> RoamAsync(Caller caller, RoamingAnchor anchor, int limit, CancellationToken ct) =>
        _timeline.RoamAsync(caller, anchor, limit, ct);

    public Task<Answer<SomeMessages>> SomeAsync(Caller caller, IReadOnlyList<SeqNo> seqs, CancellationToken ct) =>
        _timeline.SomeAsync(caller, seqs, ct);

    public Task<Answer<MutationsPage>> MutationsAsync(Caller caller, ChangeNo after, int limit, CancellationToken ct) =>
        _timeline.MutationsAsync(caller, after, limit, ct);

    public Task<Answer<HiddenRanges>> HiddenAsync(Caller caller, CancellationToken ct) =>
        _timeline.HiddenAsync(caller, ct);

    public Task<Answer<MembersPage>> MembersAsync(Caller caller, UserId? after, int limit, CancellationToken ct) =>
        _timeline.MembersAsync(caller, after, limit, ct);

    public Task<Answer<Audience>> AudienceAsync(Caller caller, CancellationToken ct) =>
        _timeline.AudienceAsync(caller, ct);

    public Task WatchAsync(IHints hints) => _timeline.WatchAsync(hints);
}
