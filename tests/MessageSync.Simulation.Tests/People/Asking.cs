using MessageSync.Simulation.Tests.Checks;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>What a phone asks for, each answer checked as it comes.</summary>
internal sealed class Asking(Town town, Phone phone)
{
    private Caller Caller => phone.Caller;

    /// <summary>How many requests it made.</summary>
    public int Requests { get; private set; }

    /// <summary>Syncs and checks the reply; applies nothing.</summary>
    public async Task<Answer<SyncReply>> SyncAsync(SyncQuery query)
    {
        Requests++;
        phone.NoteAck(query.Ack);
        var seen = new Sight(town, phone.User);
        var where = Town.Show(query.Cursor, phone.User);
        var answer = await town.CallAsync(phone.Name, $"sync {where} limit {query.Limit} wait {query.Wait.TotalSeconds}s",
            sync => sync.SyncAsync(Caller, query), SyncReplies.Describe);
        if (answer.Value is { } reply) SyncReplies.Check(town, phone, query, reply, seen);
        else SimulationFailure.Unless(answer.Refusal is Refusal.RateLimited or Refusal.Overloaded, "I4",
            () => $"{phone.Name}: a sync at {where} was refused: {answer.Refusal}.");
        return answer;
    }

    public async Task<Answer<Done>> AckAsync(string cursor)
    {
        Requests++;
        phone.NoteAck(cursor);
        var answer = await town.CallAsync(
            phone.Name, $"ack {Town.Show(cursor, phone.User)}", sync => sync.AckAsync(Caller, cursor));
        SimulationFailure.Unless(answer.Refusal is null or Refusal.Overloaded, "I5",
            () => $"{phone.Name}: {answer.Refusal} for an ack.");
        return answer;
    }

    /// <summary>Roams and checks the page.</summary>
    public async Task<RoamingPage> RoamAsync(ConversationId id, RoamingAnchor anchor, int limit)
    {
        Requests++;
        var seen = new Sight(town, phone.User);
        var (promised, stay) = (town.Answers.AcknowledgedIn(id), town.Ledger.Find(id)!.StaysOf(phone.User)[^1]);
        var page = await town.AskAsync(phone.Name, $"roam {id} {RoamReplies.Describe(anchor)} limit {limit}",
            sync => sync.RoamAsync(Caller, id, anchor, limit), RoamReplies.Describe);
        var log = town.Ledger.Find(id)!;
        RoamReplies.Check(seen, log, page);
        SimulationFailure.Unless(
            stay.Left is not null || log.StaysOf(phone.User)[^1].Joined != stay.Joined
            || log.StaysOf(phone.User)[^1].Left is not null || page.Head.Value >= promised, "T1",
            () => $"{phone.Name}: message {promised} of {id} was acknowledged before, and the head is {page.Head}.");
        return page;
    }

    public async Task<MutationsPage> MutationsAsync(ConversationId id, long after, int limit)
    {
        Requests++;
        var seen = new Sight(town, phone.User);
        var page = await town.AskAsync(phone.Name, $"mutations of {id} after {after} limit {limit}",
            sync => sync.MutationsAsync(Caller, id, new(after), limit), MutationReplies.Describe);
        MutationReplies.Check(seen, town.Ledger.Find(id)!, after, limit, page);
        return page;
    }

    public async Task<Conversation> ShowAsync(ConversationId id)
    {
        Requests++;
        var stored = town.Ledger.Stored;
        var shown = await town.AskAsync(phone.Name, $"show {id}", sync => sync.ShowAsync(Caller, id), Views.Describe);
        if (stored == town.Ledger.Stored) Views.Check(town.Ledger, phone.User, shown);
        return shown;
    }

    public async Task<ConversationList> ListAsync(ListQuery query)
    {
        Requests++;
        var stored = town.Ledger.Stored;
        var after = Town.Show(query.LostAfter, phone.User);
        var list = await town.AskAsync(phone.Name, $"list {query.Order} lostAfter {after}",
            sync => sync.ListAsync(Caller, query), list => string.Join(' ', list.Conversations.Select(one => one.Id)));
        if (stored == town.Ledger.Stored)
            foreach (var one in list.Conversations) Views.Check(town.Ledger, phone.User, one);
        return list;
    }

    public async Task<HiddenRanges> HiddenAsync(ConversationId id)
    {
        Requests++;
        var seen = new Sight(town, phone.User);
        var hidden = await town.AskAsync(phone.Name, $"hidden of {id}", sync => sync.HiddenAsync(Caller, id),
            hidden => string.Join(' ', hidden.Ranges));
        HiddenReplies.Check(seen, id, hidden);
        return hidden;
    }

    public async Task<MembersPage> MembersAsync(ConversationId id, UserId? after, int limit)
    {
        Requests++;
        var stored = town.Ledger.Stored;
        var page = await town.AskAsync(phone.Name, $"members of {id} after {after}",
            sync => sync.MembersAsync(Caller, id, after, limit), page => $"{page.Members.Count}");
        if (stored == town.Ledger.Stored) MemberReplies.Check(town.Ledger, phone.User, id, after, limit, page);
        return page;
    }
}
