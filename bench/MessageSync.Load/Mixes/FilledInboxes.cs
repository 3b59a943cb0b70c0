using MessageSync.Load.Targets;

namespace MessageSync.Load.Mixes;

/// <summary>A device of a user whose Inbox is filled.</summary>
/// <param name="User">Whose.</param>
/// <param name="Id">The device.</param>
/// <param name="Old">The cursor of before everything.</param>
internal sealed record FilledDevice(UserId User, DeviceId Id, string Old);

/// <summary>Users in groups of up to 50, each Inbox with the same number of entries.</summary>
/// <param name="context">The run.</param>
internal sealed class FilledInboxes(MixContext context)
{
    private const int GroupMembers = 50;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Chats _chats = new(context.Target, context.Names, context.Clock);

    /// <summary>The groups, once filled.</summary>
    public IReadOnlyList<Chat> Groups { get; private set; } = [];

    /// <summary>Makes them and waits until all is in the Inboxes.</summary>
    /// <param name="users">At least so many, one device each; rounded up to whole groups.</param>
    /// <param name="entries">Of each Inbox, 2 or more: the first says that the user is a member, the rest are messages.
    /// </param>
    /// <param name="bodyBytes">Of each message.</param>
    /// <param name="progress">How much is done.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="TargetException">The entries do not come.</exception>
    public async Task<IReadOnlyList<FilledDevice>> MakeAsync(
        int users, int entries, int bodyBytes, IProgress<double> progress, CancellationToken ct)
    {
        var size = Math.Min(GroupMembers, Math.Max(2, users));
        var plan = new ChatPlan((users + size - 1) / size, size);
        var devices = new FilledDevice[plan.Users];
        await Preparation.ForEachAsync(
            plan.Users, async (i, token) => devices[i] = await OpenAsync(i, token), progress.Part(0, 0.1), ct);
        Groups = await _chats.MakeAsync(plan, progress.Part(0.1, 0.2), ct);
        var messages = entries - 1;
        await _chats.FillAsync(Groups, messages, Chats.Body(bodyBytes), progress.Part(0.2, 0.8), ct);
        await Preparation.ForEachAsync(
            plan.Users, (i, token) => FilledAsync(devices[i], new(messages), token), progress.Part(0.8, 1), ct);
        return devices;
    }

    private async Task<FilledDevice> OpenAsync(int number, CancellationToken ct)
    {
        var (user, device) = (context.Names.User(number), new DeviceId("phone"));
        var page = await SyncAsync(user, device, new(null, 0), ct);
        return new(user, device, page.Cursor);
    }

    private async Task FilledAsync(FilledDevice device, SeqNo last, CancellationToken ct)
    {
        var began = context.Clock.GetTimestamp();
        var (cursor, seen) = (device.Old, SeqNo.None);
        while (seen != last)
        {
            if (context.Clock.GetElapsedTime(began) > Patience)
                throw new TargetException("not-filled", $"An Inbox has message {seen}, not {last}, after {Patience}.");

            var page = await SyncAsync(device.User, device.Id, new(cursor, Limits.SyncPageMax, Wait), ct);
            cursor = page.Cursor;
            seen = page.Entries.Where(entry => entry.Kind == ItemKind.Message).Select(entry => entry.Seq)
                .Append(seen).Max();
        }
    }

    private Task<InboxPage> SyncAsync(UserId user, DeviceId device, InboxQuery query, CancellationToken ct) =>
        Preparation.PatientlyAsync(() => context.Target.SyncAsync(user, device, query, ct), context.Clock, ct);
}
