using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Grains;

/// <summary>What a Timeline grain reads: always from the store, with head, intervals and hides of the same moment.</summary>
internal sealed class TimelineReader(ConversationId id, GrainServices services)
{
    private readonly ITimelineStore _store = services.Timelines;

    public async Task<Answer<RoamingPage>> RoamAsync(
        Caller caller, RoamingAnchor anchor, int limit, CancellationToken ct)
    {
        if (await SeenByAsync(caller, ct) is not ({ } view, { } visible)) return new Refusal.ConversationNotFound();

        // Before the messages: whoever goes on from this head has seen all that came before it.
        var mutationHead = await MutationHeadAsync(view, visible, ct);
        var time = anchor is RoamingAnchor.At(var at) ? await _store.FirstAtOrAfterAsync(id, at, ct) : SeqNo.None;
        var head = view.LastStay?.Left?.UpTo ?? view.Head;
        var plan = RoamingPlan.Of(anchor, visible, head, limit, time);
        var below = await ReadAsync(plan.Below.Reverse().Select(range => new MessageSpan(id, range.To, range.From)), ct);
        var from = await ReadAsync(plan.From.Select(range => new MessageSpan(id, range.From, range.To)), ct);

        var messages = RoamingPlan.Fit(below, from, Limits.PageBytesMax);
        var (before, after) = RoamingPage.Flags(messages, visible, plan.Place);
        return new RoamingPage(messages, before, after, head, mutationHead, services.Epoch);
    }

    public async Task<Answer<SomeMessages>> SomeAsync(Caller caller, IReadOnlyList<SeqNo> seqs, CancellationToken ct)
    {
        if (await SeenByAsync(caller, ct) is not (_, { } visible)) return new Refusal.ConversationNotFound();

        var wanted = seqs.Where(visible.Contains).ToList();
        var messages = await ReadAsync(wanted.Select(seq => new MessageSpan(id, seq, seq)), ct);
        var rest = messages.Count < wanted.Count ? seqs.SkipWhile(seq => seq != wanted[messages.Count]).ToList() : [];
        return new SomeMessages(messages, rest);
    }

    public async Task<Answer<MutationsPage>> MutationsAsync(
        Caller caller, ChangeNo after, int limit, CancellationToken ct)
    {
        if (await SeenByAsync(caller, ct) is not ({ } view, { } visible)) return new Refusal.ConversationNotFound();

        // The head first: whoever goes on from it has seen all that came before it.
        var head = await MutationHeadAsync(view, visible, ct);
        // One more than asked for tells whether there is more.
        var found = await _store.ReadMutationsAsync(new(id, after, visible, limit + 1, Limits.PageBytesMax), ct);
        var shown = found.Take(limit).ToList();
        var last = shown.Count > 0 ? shown[^1].Mutation : after;
        var more = found.Count > limit
            || (found.Count > 0 && await _store.LastMutationAsync(id, visible, ct) > last);
        return new MutationsPage(shown, head, more);
    }

    public async Task<Answer<HiddenRanges>> HiddenAsync(Caller caller, CancellationToken ct)
    {
        if (caller.IsService) return new Refusal.Forbidden();
        if (await SeenByAsync(caller, ct) is not ({ } view, _)) return new Refusal.ConversationNotFound();

        return new HiddenRanges([.. view.Own.Hidden]);
    }

    /// <summary>For a former member the newest mutation of what they see; others see it grow with the
    /// conversation.</summary>
    private async Task<ChangeNo> MutationHeadAsync(ConversationView view, SeqRanges visible, CancellationToken ct) =>
        view.Standing == Standing.Former && view.MutationHead > ChangeNo.None
            ? await _store.LastMutationAsync(id, visible, ct)
            : view.MutationHead;

    public async Task<Answer<MembersPage>> MembersAsync(Caller caller, UserId? after, int limit, CancellationToken ct)
    {
        if (await SeenByAsync(caller, ct) is not ({ } view, _)) return new Refusal.ConversationNotFound();

        var left = view.LastStay?.Left;
        var at = left?.Change ?? new ChangeNo(long.MaxValue);
        var members = await _store.ReadMembersAsync(id, at, after, limit + 1, ct);
        var receipts = (left?.MemberCount ?? view.MemberCount) <= Limits.ReceiptMembersMax;
        return new MembersPage(
            [.. members.Take(limit).Select(m => new ShownMember(m.User, m.Role, m.JoinedAt, receipts ? m.ReadUpTo : null))],
            members.Count > limit ? members[limit - 1].User : null);
    }

    public async Task<Answer<Audience>> AudienceAsync(Caller caller, CancellationToken ct)
    {
        if (await SeenByAsync(caller, ct) is not ({ } view, _)) return new Refusal.ConversationNotFound();
        if (caller.IsService) return new Refusal.Forbidden();
        if (view.Standing == Standing.Former) return new Refusal.NotAMember();
        if (view.MemberCount > Limits.SmallGroupMembersMax) return new Audience([]);

        var members = await _store.ReadMembersAsync(
            id, new(long.MaxValue), null, Limits.SmallGroupMembersMax, ct);
        return new Audience([.. members.Select(member => member.User)]);
    }

    public async Task<Verdict> DecideOutsiderAsync(TimelineCommand command)
    {
        var user = command.Caller.User;
        var view = (await _store.ReadViewsAsync(user, [id], services.Stopping))[0];
        if (view is null) return new Verdict.Refused(new Refusal.ConversationNotFound());

        var known = command is SendMessage send
            ? (await _store.FindSendsAsync(id, [(user, send.SendKey)], services.Stopping))[0]
            : null;
        return Outsider.Decide(command, view, known);
    }

    /// <summary>The conversation and what the caller sees of it; nothing for a stranger.</summary>
    private async Task<(ConversationView? View, SeqRanges? Visible)> SeenByAsync(Caller caller, CancellationToken ct)
    {
        var view = (await _store.ReadViewsAsync(caller.IsService ? null : caller.User, [id], ct))[0];
        if (view is null) return default;
        if (caller.IsService) return (view, view.All());

        return view.Standing == Standing.Stranger ? default : (view, view.Visible());
    }

    private async Task<IReadOnlyList<Message>> ReadAsync(IEnumerable<MessageSpan> spans, CancellationToken ct) =>
        spans.ToList() is { Count: > 0 } some ? await _store.ReadMessagesAsync(some, Limits.PageBytesMax, ct) : [];
}
