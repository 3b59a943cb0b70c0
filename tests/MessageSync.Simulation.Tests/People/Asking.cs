using MessageSync.Simulation.Tests.Checks;
using MessageSync.Simulation.Tests.World;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>What a device asks for, each answer checked as it comes. Now and then the device itself dies of it.</summary>
internal sealed class Asking(Town town, Device device, Random random)
{
    private Caller Caller => device.Caller;

    /// <summary>How many requests it made.</summary>
    public int Requests { get; private set; }

    /// <summary>Syncs and checks the reply; applies nothing.</summary>
    /// <returns>Null when it was refused.</returns>
    public async Task<SyncReply?> SyncAsync(SyncQuery query)
    {
        Begin();
        var seen = new Sight(town, device.User);
        var where = Town.Show(query.Cursor, device.User);
        var answer = await town.CallAsync(device.Name, $"sync {where} limit {query.Limit} wait {query.Wait.TotalSeconds}s",
            sync => sync.SyncAsync(Caller, query), SyncReplies.Describe);
        if (answer.Value is { } reply) SyncReplies.Check(town, device, query, reply, seen);
        else SimulationFailure.Unless(answer.Refusal is Refusal.RateLimited or Refusal.Overloaded, "I4",
            () => $"{device.Name}: a sync at {where} was refused: {answer.Refusal}.");
        return answer.Value;
    }

    /// <summary>Roams and checks the page.</summary>
    public async Task<RoamingPage> RoamAsync(ConversationId id, RoamingAnchor anchor, int limit)
    {
        Begin();
        var seen = new Sight(town, device.User);
        var (promised, stay) = (town.Answers.AcknowledgedIn(id), town.Ledger.Find(id)!.StaysOf(device.User)[^1]);
        var page = await town.AskAsync(device.Name, $"roam {id} {RoamReplies.Describe(anchor)} limit {limit}",
            sync => sync.RoamAsync(Caller, id, anchor, limit), RoamReplies.Describe);
        var log = town.Ledger.Find(id)!;
        RoamReplies.Check(seen, log, page);
        SimulationFailure.Unless(
            stay.Left is not null || log.StaysOf(device.User)[^1].Joined != stay.Joined
            || log.StaysOf(device.User)[^1].Left is not null || page.Head.Value >= promised, "T1",
            () => $"{device.Name}: message {promised} of {id} was acknowledged before, and the head is {page.Head}.");
        return page;
    }

    public async Task<MutationsPage> MutationsAsync(ConversationId id, long after, int limit)
    {
        Begin();
        var seen = new Sight(town, device.User);
        var page = await town.AskAsync(device.Name, $"mutations of {id} after {after} limit {limit}",
            sync => sync.MutationsAsync(Caller, id, new(after), limit), MutationReplies.Describe);
        MutationReplies.Check(seen, town.Ledger.Find(id)!, after, limit, page);
        return page;
    }

    public async Task<Conversation> ShowAsync(ConversationId id)
    {
        Begin();
        var stored = town.Ledger.Stored;
        var shown = await town.AskAsync(device.Name, $"show {id}", sync => sync.ShowAsync(Caller, id), Views.Describe);
        if (stored == town.Ledger.Stored) Views.Check(town.Ledger, device.User, shown);
        return shown;
    }

    public async Task<ConversationList> ListAsync(ListQuery query)
    {
        Begin();
        var stored = town.Ledger.Stored;
        var after = Town.Show(query.LostAfter, device.User);
        var list = await town.AskAsync(device.Name, $"list {query.Order} lostAfter {after}",
            sync => sync.ListAsync(Caller, query), list => string.Join(' ', list.Conversations.Select(one => one.Id)));
        if (stored == town.Ledger.Stored)
            foreach (var one in list.Conversations) Views.Check(town.Ledger, device.User, one);
        return list;
    }

    public async Task<HiddenRanges> HiddenAsync(ConversationId id)
    {
        Begin();
        var seen = new Sight(town, device.User);
        var hidden = await town.AskAsync(device.Name, $"hidden of {id}", sync => sync.HiddenAsync(Caller, id),
            hidden => string.Join(' ', hidden.Ranges));
        HiddenReplies.Check(seen, id, hidden);
        return hidden;
    }

    public async Task<MembersPage> MembersAsync(ConversationId id, UserId? after, int limit)
    {
        Begin();
        return await town.AskAsync(device.Name, $"members of {id} after {after}",
            sync => sync.MembersAsync(Caller, id, after, limit), page => $"{page.Members.Count}");
    }

    /// <summary>A device may lose its power in the middle of whatever it does: what it did not write is gone.</summary>
    private void Begin()
    {
        Requests++;
        if (town.IsEvening || random.Next(60) > 0) return;

        town.Trace.Write(device.Name, "loses its power");
        throw new StoreUnavailableException("The device lost its power.");
    }
}
