using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.Checks;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>A device that follows section 4 of the API: its local store moves with what it has applied, never before.</summary>
internal sealed class Device(Town town, UserId user, string name, Random random)
{
    private readonly Dictionary<ConversationId, LocalConversation> _held = [];
    private string? _repairSince;

    public Caller Caller { get; } = new(user, new DeviceId(name));

    public UserId User => user;

    public string Name => $"{user}/{name}";

    /// <summary>Where it is; null while it is new.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Cursors that it once had.</summary>
    public List<string> OldCursors { get; } = [];

    /// <summary>The greatest cursor that it ever acked, or tried to.</summary>
    public string? Acked { get; set; }

    public IReadOnlyDictionary<ConversationId, LocalConversation> Held => _held;

    /// <summary>Pulls one page and applies it.</summary>
    /// <returns>True when there is more.</returns>
    public async Task<bool> PullAsync(int limit, TimeSpan wait, bool ack)
    {
        if (Cursor is null)
        {
            await BeginAsync();
            return true;
        }
        var asked = Cursor;
        var reply = await SyncAsync(new() { Cursor = asked, Limit = limit, Wait = wait, Ack = ack ? asked : null });
        if (reply is null) return true;

        if (reply.Reset is { Reason: ResetReason.Trimmed }) _repairSince ??= asked;
        foreach (var entry in reply.Entries) await ApplyAsync(entry);
        OldCursors.Add(asked);
        Cursor = reply.Cursor;
        if (_repairSince is not null) await RepairAsync();
        return reply.More;
    }

    /// <summary>Syncs and checks the reply; applies nothing.</summary>
    /// <returns>Null when it was refused.</returns>
    public async Task<SyncReply?> SyncAsync(SyncQuery query)
    {
        if (query.Ack is { } ack) NoteAck(ack);
        var answer = await town.CallAsync(Name, $"sync {Show(query.Cursor)} limit {query.Limit} wait {query.Wait.TotalSeconds}s",
            sync => sync.SyncAsync(Caller, query), SyncReplies.Describe);
        if (answer.Value is { } reply) SyncReplies.Check(town, this, query, reply);
        else SimulationFailure.Unless(answer.Refusal is Refusal.RateLimited or Refusal.Overloaded, "I4",
            () => $"{Name}: a sync at {Show(query.Cursor)} was refused: {answer.Refusal}.");
        return answer.Value;
    }

    public async Task AckAsync()
    {
        if (Cursor is not { } cursor) return;

        NoteAck(cursor);
        var answer = await town.CallAsync(Name, $"ack {Show(cursor)}", sync => sync.AckAsync(Caller, cursor));
        SimulationFailure.Unless(answer.Refusal is null or Refusal.Overloaded, "I5", () => $"{Name}: {answer.Refusal} for an ack.");
    }

    public LocalConversation Hold(ConversationId id)
    {
        if (!_held.TryGetValue(id, out var local)) _held[id] = local = new();
        return local;
    }

    /// <summary>A new device: the head, the list, the history, and then on from that head.</summary>
    private async Task BeginAsync()
    {
        var reply = await SyncAsync(new() { Limit = 0 });
        if (reply is null) return;

        await RepairAsync(null);
        Cursor = reply.Head;
    }

    private async Task RepairAsync()
    {
        await RepairAsync(_repairSince);
        _repairSince = null;
    }

    private async Task RepairAsync(string? lostAfter)
    {
        string? page = null;
        do
        {
            var query = new ListQuery { LostAfter = lostAfter, Limit = random.Next(1, 5), Page = page, Order = (ListOrder)random.Next(2) };
            var list = await town.AskAsync(Name, $"list lostAfter {Show(lostAfter)}", sync => sync.ListAsync(Caller, query));
            foreach (var conversation in list.Conversations)
            {
                Hold(conversation.Id).Title = conversation.Title;
                await RoamOnAsync(conversation.Id);
            }
            page = list.NextPage;
        }
        while (page is not null);
    }

    private async Task ApplyAsync(Delivery entry)
    {
        switch (entry.Content)
        {
            case EntryContent.Message:
                Hold(entry.Conversation!.Value).Add(entry.Message!);
                break;
            case EntryContent.Conversation(var title):
                Hold(entry.Conversation!.Value).Title = title;
                break;
            case EntryContent.Member member when member.Changes.Any(change => change.User == user):
                await ShowAsync(entry.Conversation!.Value);
                await RoamAllAsync(entry.Conversation!.Value);
                break;
            case EntryContent.Advanced:
                await ShowAsync(entry.Conversation!.Value);
                await RoamOnAsync(entry.Conversation!.Value);
                break;
        }
    }

    private async Task ShowAsync(ConversationId id) =>
        Hold(id).Title = (await town.AskAsync(Name, $"show {id}", sync => sync.ShowAsync(Caller, id))).Title;

    /// <summary>Roams forward from what is held without a hole.</summary>
    private async Task RoamOnAsync(ConversationId id)
    {
        var (local, after) = (Hold(id), Hold(id).Complete);
        RoamingPage page;
        do
        {
            page = await RoamAsync(id, new RoamingAnchor.After(new(after)), random.Next(1, 30));
            foreach (var message in page.Messages) local.Add(message);
            if (page.Messages.Count > 0) after = page.Messages[^1].Seq.Value;
        }
        while (page.HasAfter);
        local.CompleteTo(page.Head.Value);
    }

    /// <summary>Roams everything, backwards.</summary>
    private async Task RoamAllAsync(ConversationId id)
    {
        var local = Hold(id);
        var page = await RoamAsync(id, new RoamingAnchor.Newest(), random.Next(1, 30));
        var head = page.Head;
        while (true)
        {
            foreach (var message in page.Messages) local.Add(message);
            if (!page.HasBefore) break;
            page = await RoamAsync(id, new RoamingAnchor.Before(page.Messages[0].Seq), random.Next(1, 30));
        }
        local.CompleteTo(head.Value);
    }

    /// <summary>Roams and checks the page.</summary>
    public async Task<RoamingPage> RoamAsync(ConversationId id, RoamingAnchor anchor, int limit)
    {
        var (promised, stay) = (town.Answers.AcknowledgedIn(id), town.Ledger.Find(id)!.StaysOf(user)[^1]);
        var page = await town.AskAsync(Name, $"roam {id} {RoamReplies.Describe(anchor)} limit {limit}",
            sync => sync.RoamAsync(Caller, id, anchor, limit), RoamReplies.Describe);
        var log = town.Ledger.Find(id)!;
        RoamReplies.Check(log, user, page);
        SimulationFailure.Unless(stay.Left is not null || log.StaysOf(user)[^1] != stay || page.Head.Value >= promised, "T1",
            () => $"{Name}: message {promised} of {id} was acknowledged before, and the head is {page.Head}.");
        return page;
    }

    private void NoteAck(string cursor)
    {
        if (string.CompareOrdinal(cursor, Acked) > 0) Acked = cursor;
    }

    private string Show(string? cursor) => Town.Show(cursor, user);
}
