using System.Globalization;
using MessageSync.Simulation.Tests.World;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.People;

/// <summary>What people do all day, drawn from the seed.</summary>
internal sealed class Habits(Town town, Random random, IReadOnlyList<UserId> users, IReadOnlyList<ConversationId> groups)
{
    private static readonly Caller s_service = new(Truth.ConversationLog.Service, null, IsService: true);
    private readonly Writing _writing = new(town, random, users, groups);
    private readonly Viewing _viewing = new(town, random, users, groups);

    /// <summary>Members of a large group who have no phone.</summary>
    public IReadOnlyList<UserId> Crowd { get; init; } = [];

    /// <summary>Lives until the evening.</summary>
    public async Task LiveAsync(Phone phone, Func<bool> isEvening)
    {
        while (!isEvening())
        {
            await town.WaitAsync(random.Next(0, 500) / 1000.0);
            await TryAsync(() => ActAsync(phone));
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

    private Task ActAsync(Phone phone) => random.Next(100) switch
    {
        < 24 => _writing.SendAsync(phone),
        < 30 => _writing.EditAsync(phone),
        < 34 => _writing.RecallAsync(phone),
        < 52 => Now(() => phone.Look(random.Next(1, 20))),
        < 56 => Now(() => _viewing.Tap(phone)),
        < 58 => PushAsync(phone),
        < 60 => ProbeAsync(phone),
        < 62 => phone.Cursor is { } cursor ? phone.Ask.AckAsync(cursor) : Task.CompletedTask,
        < 66 => _viewing.RoamAsync(phone),
        < 71 => _viewing.ReadAsync(phone),
        < 74 => _viewing.HideAsync(phone),
        < 76 => _viewing.MutationsAsync(phone),
        < 86 => ChangeMembersAsync(phone.User),
        < 88 => RenameAsync(phone.User),
        < 91 => CreateAsync(phone.User, Any(groups), [.. users.Where(_ => random.Next(2) == 0)], (HistoryPolicy)random.Next(2)),
        < 93 => CreateDirectAsync(phone.User),
        < 96 => NotifyAsync(),
        _ => _viewing.LookAsync(phone),
    };

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
    private Task ProbeAsync(Phone phone) => phone.Ask.SyncAsync(new()
    {
        Cursor = phone.OldCursors.Count > 0 && random.Next(4) > 0 ? Any(phone.OldCursors) : null,
        Limit = random.Next(0, 30),
    });

    /// <summary>A stream pushes what follows where the phone was when it was asked for.</summary>
    private static async Task PushAsync(Phone phone)
    {
        if (phone.Cursor is not { } cursor) return;

        var answer = await phone.Ask.SyncAsync(new() { Cursor = cursor, Limit = 3 });
        if (answer.Value is not { Reset: null } reply) return;

        foreach (var entry in Wire.Of(reply).Entries) phone.Use(machine => machine.Push(entry));
    }

    private static Task Now(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private static string Some(IReadOnlyList<UserId> some) =>
        some.Count <= 8 ? string.Join(' ', some) : $"{some[0]} … {some[^1]}";
}
