using MessageSync.Simulation.Tests.People;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I6, T14, T33: every device, the oldest and one that is new this evening, holds exactly what its user sees:
/// messages in their present state, hides, members, read marks, however it came there.</summary>
internal sealed class DevicesAgree : IEveningCheck
{
    public async Task CheckAsync(Town town)
    {
        foreach (var user in town.Devices.Select(device => device.User).Distinct().ToList())
        {
            var fresh = new Device(town, user, "new", new(0));
            while (await fresh.PullAsync(1000, default, ack: false)) { }
            Check(town, fresh);
        }
        foreach (var device in town.Devices) Check(town, device);
    }

    private static void Check(Town town, Device device)
    {
        foreach (var log in town.Ledger.Conversations)
        {
            if (log.StaysOf(device.User) is not [.., var stay])
            {
                SimulationFailure.Unless(device.Find(log.Id) is null, "I6", () => $"{device.Name} knows of {log.Id}.");
                continue;
            }
            if (device.Find(log.Id) is { } local) Check(town.Ledger, device, log, local, stay);
            else SimulationFailure.Unless(town.Ledger.IsUnlisted(device.User, log), "I6",
                () => $"{device.Name} does not know of {log.Id}.");
        }
    }

    private static void Check(Ledger ledger, Device device, ConversationLog log, LocalConversation local, Stay stay)
    {
        var own = ledger.ViewOf(device.User, log);
        var visible = ledger.VisibleTo(device.User, log);
        var at = stay.Left ?? log.Changes.Count;
        Same("messages", string.Join(',', visible), string.Join(',', local.Messages.Keys));
        foreach (var (seq, message) in local.Messages) Same($"message {seq}", log.States[(int)seq - 1].Now, message);
        Same("title", log.TitleAt(at), local.Title);
        Same("left", stay.Left is not null, local.Left);
        Same("hidden", string.Join(',', own.Hidden), string.Join(',', local.Hidden));
        Same("markedUnread", own.MarkedUnread, local.MarkedUnread);
        Same("unlisted", ledger.IsUnlisted(device.User, log), local.Unlisted);
        Same("readUpTo", stay.ReadUpTo, local.ReadUpTo);

        var members = log.MembersAt(at);
        if (members.Count > Limits.SmallGroupMembersMax) return;
        Same("members", string.Join(' ', members), string.Join(' ', local.Members?.Keys.ToList() ?? []));
        if (stay.Left is not null) return;
        Same("roles", string.Join(' ', members.Select(user => log.StaysOf(user)[^1].Role)), string.Join(' ', local.Members!.Values));
        if (members.Count > Limits.ReceiptMembersMax) return;
        Same("receipts", string.Join(' ', members.Select(user => (user, log.StaysOf(user)[^1].ReadUpTo))),
            string.Join(' ', local.Reads.Where(mark => members.Contains(mark.Key)).Select(mark => (mark.Key, mark.Value))));

        void Same<T>(string what, T expected, T held) => SimulationFailure.Unless(
            EqualityComparer<T>.Default.Equals(expected, held), what.StartsWith("message", StringComparison.Ordinal) ? "T33" : "I6",
            () => $"{device.Name} holds as {what} of {log.Id}: {held}; right is: {expected}.");
    }
}
