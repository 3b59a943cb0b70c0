using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>How people look at conversations, and what they do to their own view: read, mark unread, hide, unlist.</summary>
internal sealed class Viewing(
    Town town, Random random, IReadOnlyList<UserId> users, IReadOnlyList<ConversationId> groups)
{
    /// <summary>Reads on, back, or beyond the head; now and then marks it unread.</summary>
    public async Task ReadAsync(UserId user)
    {
        if (Any(user) is not { } log) return;

        var upTo = random.Next(3) > 0 ? log.Messages.Count : random.Next(0, log.Messages.Count + 2);
        var before = town.Ledger.ViewOf(user, log);
        var (unread, joined) = (random.Next(4) == 0, log.StaysOf(user)[^1].Joined);
        var answer = await town.CallAsync($"{user}", $"read {log.Id} up to {upTo}{(unread ? ", unread" : "")}",
            sync => sync.ReadAsync(new(user), log.Id, new(upTo), unread));
        if (answer.Refusal is Refusal.BeyondHead(var head))
            SimulationFailure.Unless(upTo > int.Parse(head, null), "T16", () => $"{upTo} is not beyond {head}.");
        if (answer.Value is null) return;

        var own = town.Ledger.ViewOf(user, log);
        SimulationFailure.Unless(own.WasMarked(unread, before), "T16",
            () => $"{user} read {log.Id} and was told so; the unread mark is {own.MarkedUnread}.");
        var stay = log.StaysOf(user).Last(one => one.Joined >= joined);
        SimulationFailure.Unless(stay.ReadUpTo >= upTo || stay.Joined != joined, "T16",
            () => $"{user} read {log.Id} up to {upTo} and was told so; stored is {stay}.");
    }

    /// <summary>Hides a few messages, or deletes the chat.</summary>
    public async Task HideAsync(UserId user)
    {
        if (Any(user) is not { Messages.Count: > 0 } log) return;

        var count = log.Messages.Count;
        var (unlist, from) = (random.Next(3) == 0, random.Next(1, count + 1));
        var to = Math.Min(count + (random.Next(15) == 0 ? 5 : 0), from + random.Next(0, 4));
        if (unlist && random.Next(2) == 0) (from, to) = (1, count);
        var answer = await town.CallAsync($"{user}", $"hide {from}..{to} of {log.Id}{(unlist ? ", unlist" : "")}",
            sync => sync.HideAsync(new(user), log.Id, new(new(from), new(to)), unlist));
        if (answer.Refusal is Refusal.BeyondHead(var head))
            SimulationFailure.Unless(to > int.Parse(head, null), "T16", () => $"{to} is not beyond {head}.");
        else if (answer.Value is not null)
            SimulationFailure.Unless(
                Enumerable.Range(from, to - from + 1).All(seq => town.Ledger.ViewOf(user, log).Hidden.Contains(seq)), "T1",
                () => $"{user} was told that {from}..{to} of {log.Id} is hidden: {town.Ledger.ViewOf(user, log)}.");
    }

    public async Task MutationsAsync(Device device)
    {
        if (Any(device.User) is not { } log) return;

        await device.Ask.MutationsAsync(log.Id, random.Next(0, log.Changes.Count + 2), random.Next(0, 8));
        await device.Ask.HiddenAsync(log.Id);
    }

    public async Task RoamAsync(Device device)
    {
        if (Any(device.User) is not { } log) return;

        SeqNo seq = new(random.Next(0, log.Messages.Count + 3));
        RoamingAnchor anchor = random.Next(5) switch
        {
            0 => new RoamingAnchor.Newest(),
            1 => new RoamingAnchor.Before(seq),
            2 => new RoamingAnchor.After(seq),
            3 => new RoamingAnchor.Around(seq),
            _ => new RoamingAnchor.At(town.Clock.GetUtcNow() - TimeSpan.FromSeconds(random.Next(30))),
        };
        await device.Ask.RoamAsync(log.Id, anchor, random.Next(0, 20));
    }

    public async Task LookAsync(Device device)
    {
        var lost = device.OldCursors.Count > 0 && random.Next(2) == 0
            ? device.OldCursors[random.Next(device.OldCursors.Count)]
            : null;
        var list = await device.Ask.ListAsync(new() { Limit = random.Next(1, 5), LostAfter = lost, Left = random.Next(2) == 0 });
        foreach (var one in list.Conversations) await device.Ask.ShowAsync(one.Id);
    }

    /// <summary>Some conversation that the user is or was in.</summary>
    private ConversationLog? Any(UserId user)
    {
        var id = random.Next(4) == 0
            ? DirectConversation.IdOf(user, users[random.Next(users.Count)])
            : groups[random.Next(groups.Count)];
        return town.Ledger.Find(id) is { } log && log.StaysOf(user).Count > 0 ? log : null;
    }
}
