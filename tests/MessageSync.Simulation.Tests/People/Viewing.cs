using MessageSync.Client;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>How people look at conversations, and what they do to their own view: read, mark unread, hide, unlist.</summary>
internal sealed class Viewing(
    Town town, Random random, IReadOnlyList<UserId> users, IReadOnlyList<ConversationId> groups)
{
    private readonly Commands _commands = new(town, random);

    /// <summary>Reads on, back, or beyond the head; now and then marks it unread.</summary>
    public async Task ReadAsync(Phone phone)
    {
        if (Any(phone.User) is not { } log) return;

        var count = log.Messages.Count;
        var (upTo, unread) = (random.Next(3) > 0 ? count : random.Next(0, count + 2), random.Next(4) == 0);
        if (random.Next(2) == 0) phone.Submit(log.Id, new DeviceCommand.Read(upTo, unread));
        else await _commands.ReadAsync(new(phone.User), log.Id, upTo, unread);
    }

    /// <summary>Hides a few messages, or deletes the chat.</summary>
    public async Task HideAsync(Phone phone)
    {
        if (Any(phone.User) is not { Messages.Count: > 0 } log) return;

        var count = log.Messages.Count;
        var (unlist, from) = (random.Next(3) == 0, random.Next(1, count + 1));
        var to = Math.Min(count + (random.Next(15) == 0 ? 5 : 0), from + random.Next(0, 4));
        if (unlist && random.Next(2) == 0) (from, to) = (1, count);
        if (random.Next(2) == 0) phone.Submit(log.Id, new DeviceCommand.Hide(from, to, unlist));
        else await _commands.HideAsync(new(phone.User), log.Id, from, to, unlist);
    }

    /// <summary>Scrolls somewhere, opens a conversation, or looks after what could not be done.</summary>
    public void Tap(Phone phone)
    {
        if (Any(phone.User) is not { } log) return;

        var (id, seq) = (log.Id.Value, random.Next(0, log.Messages.Count + 3));
        var failed = phone.Machine.Outbox().FirstOrDefault(item => item.Status == OutboxStatus.Failed);
        phone.Use(machine =>
        {
            switch (random.Next(8))
            {
                case 0:
                    machine.Open(id);
                    break;
                case 1 when failed is not null:
                    machine.Retry(failed.No);
                    break;
                case 2 when failed is not null:
                    phone.Orders.GiveUp(failed.No);
                    machine.Discard(failed.No);
                    break;
                case 3:
                    machine.Want(id, new RoamAnchor.Around(seq));
                    break;
                case 4:
                    machine.Want(id, new RoamAnchor.After(seq));
                    break;
                case 5:
                    machine.Want(id, new RoamAnchor.At(town.Clock.GetUtcNow() - TimeSpan.FromSeconds(seq)));
                    break;
                default:
                    machine.Want(id, new RoamAnchor.Before(seq));
                    break;
            }
        });
    }

    public async Task MutationsAsync(Phone phone)
    {
        if (Any(phone.User) is not { } log) return;

        await phone.Ask.MutationsAsync(log.Id, random.Next(0, log.Changes.Count + 2), random.Next(0, 8));
        await phone.Ask.HiddenAsync(log.Id);
        await phone.Ask.MembersAsync(log.Id, null, random.Next(1, 1000));
    }

    public async Task RoamAsync(Phone phone)
    {
        if (Any(phone.User) is not { } log) return;

        SeqNo seq = new(random.Next(0, log.Messages.Count + 3));
        RoamingAnchor anchor = random.Next(5) switch
        {
            0 => new RoamingAnchor.Newest(),
            1 => new RoamingAnchor.Before(seq),
            2 => new RoamingAnchor.After(seq),
            3 => new RoamingAnchor.Around(seq),
            _ => new RoamingAnchor.At(town.Clock.GetUtcNow() - TimeSpan.FromSeconds(random.Next(30))),
        };
        await phone.Ask.RoamAsync(log.Id, anchor, random.Next(0, 20));
    }

    public async Task LookAsync(Phone phone)
    {
        var lost = phone.OldCursors.Count > 0 && random.Next(2) == 0
            ? phone.OldCursors[random.Next(phone.OldCursors.Count)]
            : null;
        var list = await phone.Ask.ListAsync(new() { Limit = random.Next(1, 5), LostAfter = lost, Left = random.Next(2) == 0 });
        foreach (var one in list.Conversations) await phone.Ask.ShowAsync(one.Id);
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
