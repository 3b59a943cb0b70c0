using System.Globalization;
using System.Text;
using MessageSync.Simulation.Tests.World;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>What people do all day, drawn from the seed.</summary>
internal sealed class Habits(Town town, Random random, IReadOnlyList<UserId> users, IReadOnlyList<ConversationId> groups)
{
    private static readonly Caller s_service = new(new("backend"), null, IsService: true);
    private readonly List<(UserId User, ConversationId Conversation, SendKey Key, MessageBody Body)> _sent = [];
    private int _keys;

    /// <summary>Members of a large group who have no device.</summary>
    public IReadOnlyList<UserId> Crowd { get; init; } = [];

    /// <summary>Lives until the evening.</summary>
    public async Task LiveAsync(Device device, Func<bool> isEvening)
    {
        while (!isEvening())
        {
            await town.WaitAsync(random.Next(0, 500) / 1000.0);
            await TryAsync(() => ActAsync(device));
        }
    }

    /// <summary>Does something whose answer may stay unknown.</summary>
    public static async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    public Task CreateAsync(UserId owner, ConversationId id, IReadOnlyList<UserId> members, HistoryPolicy history) =>
        town.CallAsync($"{owner}", $"create {id} ({history}) with {members.Count}: {Some(members)}",
            sync => sync.CreateGroupAsync(new(owner), id, new(members, $"{id}", history)));

    private Task ActAsync(Device device) => random.Next(100) switch
    {
        < 32 => SendAsync(device.User),
        < 57 => device.PullAsync(random.Next(1, 12), random.Next(4) == 0 ? TimeSpan.FromSeconds(random.Next(1, 20)) : default, random.Next(3) == 0),
        < 60 => ProbeAsync(device),
        < 63 => device.AckAsync(),
        < 72 => RoamAsync(device),
        < 85 => ChangeMembersAsync(device.User),
        < 88 => RenameAsync(device.User),
        < 91 => CreateAsync(device.User, Any(groups), [.. users.Where(_ => random.Next(2) == 0)], (HistoryPolicy)random.Next(2)),
        < 93 => CreateDirectAsync(device.User),
        < 96 => NotifyAsync(),
        _ => LookAsync(device),
    };

    /// <summary>Sends something new, or something old once more, and repeats it until it is answered or given up.</summary>
    private async Task SendAsync(UserId sender)
    {
        var old = _sent.Where(sent => sent.User == sender).ToList();
        var (_, conversation, key, body) = old.Count > 0 && random.Next(6) == 0
            ? Any(old)
            : (sender, AnyConversation(sender), new SendKey($"k{++_keys}"), Text($"text {_keys}"));
        if (old.Count > 0 && random.Next(25) == 0) body = Text("something else");

        for (var tries = random.Next(1, 6); tries > 0; tries--)
            if (await TryAsync(() => SendAsync(sender, conversation, key, body))) return;
    }

    private async Task SendAsync(UserId sender, ConversationId conversation, SendKey key, MessageBody body)
    {
        _sent.Add((sender, conversation, key, body));
        town.Answers.Try(conversation, sender, key);
        var answer = await town.CallAsync($"{sender}", $"send {key} to {conversation}",
            sync => sync.SendAsync(new(sender), conversation, key, body), receipt => $"{receipt.Seq}{(receipt.Duplicate ? " again" : "")}");
        town.Answers.Answer(conversation, sender, key, body, answer);
    }

    private Task ChangeMembersAsync(UserId caller)
    {
        var (id, user, service) = (Any(groups), Any(users), random.Next(4) == 0);
        var by = service ? s_service : new Caller(caller);
        switch (random.Next(Crowd.Count > 0 ? 10 : 6))
        {
            case 0:
                return town.CallAsync($"{caller}", $"leave {id}", sync => sync.RemoveMemberAsync(new(caller), id, caller));
            case 1:
                return town.CallAsync($"{by.User}", $"remove {user} from {id}", sync => sync.RemoveMemberAsync(by, id, user));
            case 2:
                var role = (MemberRole)random.Next(2);
                return town.CallAsync($"{by.User}", $"make {user} {role} of {id}", sync => sync.PutMemberAsync(by, id, user, role));
            case 3:
                return BulkAsync(by, id, [.. users.Where(_ => random.Next(3) == 0)]);
            case 6 or 7:
                return BulkAsync(s_service, id, [.. Crowd.Take(random.Next(1, 12)).Append(user)]);
            case 8 or 9:
                var other = (MemberRole)random.Next(2);
                return town.CallAsync("backend", $"make {caller} {other} of {id}", sync => sync.PutMemberAsync(s_service, id, caller, other));
            default:
                return town.CallAsync($"{by.User}", $"add {user} to {id}", sync => sync.PutMemberAsync(by, id, user));
        }
    }

    private Task BulkAsync(Caller by, ConversationId id, IReadOnlyList<UserId> some)
    {
        var (add, remove) = random.Next(2) == 0 ? (some, []) : ((IReadOnlyList<UserId>)[], some);
        return town.CallAsync($"{by.User}", $"add {Some(add)} to {id}, remove {Some(remove)}",
            sync => sync.ChangeMembersAsync(by, id, add, remove));
    }

    private Task RenameAsync(UserId caller)
    {
        var (id, title) = (Any(groups), $"title {random.Next(1000)}");
        return town.CallAsync($"{caller}", $"call {id} {title}",
            sync => sync.ChangeAsync(random.Next(2) == 0 ? s_service : new(caller), id, title));
    }

    private Task CreateDirectAsync(UserId caller)
    {
        var with = Any(users);
        return town.CallAsync($"{caller}", $"create direct with {with}", sync => sync.CreateDirectAsync(new(caller), with));
    }

    private Task NotifyAsync()
    {
        var (user, no) = (Any(users), random.Next(40));
        return town.CallAsync("backend", $"notify {user} of n{no}",
            sync => sync.NotifyAsync(s_service, user, new("ring", no.ToString(CultureInfo.InvariantCulture), new($"n{no}"))));
    }

    /// <summary>Looks at the Inbox from somewhere else, without applying it.</summary>
    private Task ProbeAsync(Device device) => device.SyncAsync(new()
    {
        Cursor = device.OldCursors.Count > 0 && random.Next(4) > 0 ? Any(device.OldCursors) : null,
        Limit = random.Next(0, 30),
    });

    private Task RoamAsync(Device device)
    {
        var id = AnyConversation(device.User);
        if (town.Ledger.Find(id) is not { } log || log.StaysOf(device.User).Count == 0) return Task.CompletedTask;

        SeqNo seq = new(random.Next(0, log.Messages.Count + 3));
        RoamingAnchor anchor = random.Next(5) switch
        {
            0 => new RoamingAnchor.Newest(),
            1 => new RoamingAnchor.Before(seq),
            2 => new RoamingAnchor.After(seq),
            3 => new RoamingAnchor.Around(seq),
            _ => new RoamingAnchor.At(town.Clock.GetUtcNow() - TimeSpan.FromSeconds(random.Next(30))),
        };
        return device.RoamAsync(id, anchor, random.Next(0, 20));
    }

    private async Task LookAsync(Device device)
    {
        var list = await town.AskAsync(device.Name, "list", sync => sync.ListAsync(device.Caller, new() { Limit = random.Next(1, 5) }));
        foreach (var one in list.Conversations)
            await town.AskAsync(device.Name, $"show {one.Id}", sync => sync.ShowAsync(device.Caller, one.Id));
    }

    private ConversationId AnyConversation(UserId user) => random.Next(4) == 0
        ? DirectConversation.IdOf(user, Any(users))
        : Any(groups);

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private static string Some(IReadOnlyList<UserId> some) =>
        some.Count <= 8 ? string.Join(' ', some) : $"{some[0]} … {some[^1]}";

    private static MessageBody Text(string text) =>
        new(Encoding.UTF8.GetBytes(text), IsText: true, MessageBody.DefaultContentType);
}
