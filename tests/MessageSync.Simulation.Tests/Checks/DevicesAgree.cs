using MessageSync.Client;
using MessageSync.Http;
using MessageSync.Simulation.Tests.People;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>I6, T14, T33: every phone, the oldest, one that is new this evening, and any to which a backup of a phone
/// was restored, shows exactly what its user sees, however it came there.</summary>
internal sealed class DevicesAgree : IEveningCheck
{
    public async Task CheckAsync(Town town)
    {
        var random = new Random(town.Ledger.Conversations.Sum(log => log.Changes.Count));
        List<Phone> phones = [.. town.Phones];
        foreach (var phone in town.Phones)
            phones.Add(phone.Restored(random.Next(1, phone.Store.Commits)));
        foreach (var user in town.Phones.Select(phone => phone.User).Distinct())
            phones.Add(new(town, user, "new", new(random.Next())));

        foreach (var phone in phones.Skip(town.Phones.Count)) await phone.ComeHomeAsync();
        await town.WaitAsync(12);   // what they had yet to do has come to everybody then
        foreach (var phone in phones) await phone.ReadAllAsync();
        foreach (var phone in phones)
        {
            CommandsAreAnswered.CheckOutbox(phone);
            Check(town.Ledger, phone);
        }
    }

    /// <summary>It shows what its user sees.</summary>
    /// <param name="ledger">What was stored.</param>
    /// <param name="phone">At rest.</param>
    /// <param name="wasOpened">False when not every conversation was opened since it changed: then the phone may know
    /// that it does not know the count of what is unread.</param>
    public static void Check(Ledger ledger, Phone phone, bool wasOpened = true)
    {
        var machine = phone.Machine;
        var stored = phone.Store.Load().Conversations.ToDictionary(one => one.Id, StringComparer.Ordinal);
        var listed = new List<(DateTimeOffset At, string Id)>();
        foreach (var log in ledger.Conversations)
        {
            if (log.StaysOf(phone.User) is not [.., var stay])
            {
                SimulationFailure.Unless(
                    !stored.ContainsKey(log.Id.Value), "I6", () => $"{phone.Name} knows of {log.Id}.");
                continue;
            }
            var isUnlisted = ledger.IsUnlisted(phone.User, log);
            if (!isUnlisted) listed.Add((log.SentAt(stay.UpTo ?? log.Messages.Count), log.Id.Value));
            if (machine.Conversation(log.Id.Value) is { Details: not null } view)
                Check(ledger, phone, log, stay, view, stored[log.Id.Value], wasOpened);
            else
                SimulationFailure.Unless(isUnlisted, "I6", () => $"{phone.Name} does not know of {log.Id}.");
        }
        var due = string.Join(' ', listed.OrderByDescending(one => one.At).Select(one => one.Id));
        var shown = string.Join(' ', machine.Conversations().Select(view => view.Id));
        SimulationFailure.Unless(due == shown, "T15", () => $"{phone.Name} lists {shown}; right is {due}.");
    }

    private static void Check(
        Ledger ledger, Phone phone, ConversationLog log, Stay stay, ConversationView view, ConversationState stored,
        bool wasOpened)
    {
        var (own, visible) = (ledger.ViewOf(phone.User, log), ledger.VisibleTo(phone.User, log));
        var (at, pieces) = (stay.Left ?? log.Changes.Count, phone.Machine.Messages(view.Id, limit: int.MaxValue));
        Same("messages", string.Join(',', visible), string.Join(',', pieces.Messages.Select(message => message.Seq)));
        foreach (var held in pieces.Messages)
            Same($"message {held.Seq}", Wire.Of(log.States[(int)held.Seq - 1].Now), held);
        Same("title", log.TitleAt(at), view.Details!.Title);
        Same("left", stay.LeftAt, view.Details.LeftAt);
        Same("head", stay.UpTo ?? log.Messages.Count, view.Head);
        Same("headAt", log.SentAt(stay.UpTo ?? log.Messages.Count), view.HeadAt);
        // A new one need not know what is hidden: it is never shown that. Nor may it hide anything else.
        Same("hidden too", "", string.Join(',', stored.Hidden.Ranges.SelectMany(Numbers).Except(own.Hidden)));
        Same("markedUnread", own.MarkedUnread, view.MarkedUnread);
        Same("readUpTo", stay.ReadUpTo, view.ReadUpTo);
        if (wasOpened || view.IsUnreadExact)
            Same("unread", (ledger.UnreadOf(phone.User, log), true), (view.Unread, view.IsUnreadExact));
        Same("lastMessage", visible.Count > 0 ? visible.Max : null, view.LastMessage?.Seq);
        Same("memberCount", log.MembersAt(at).Count, view.Details.MemberCount);
        if (stay.Left is not null) return;

        Same("role", stay.Role.Word(), view.Details.Role);
        var members = log.MembersAt(at);
        if (members.Count > Limits.SmallGroupMembersMax) return;
        var hasReceipts = members.Count <= Limits.ReceiptMembersMax;
        var due = members.Select(user => (user, log.StaysOf(user)[^1]))
            .Select(one => (one.user.Value, one.Item2.Role.Word(), hasReceipts ? one.Item2.ReadUpTo : (long?)null));
        var known = phone.Machine.Members(view.Id);
        Same("members", $"{string.Join(' ', due)} True", $"{string.Join(' ', known.Members)} {known.IsComplete}");

        void Same<T>(string what, T expected, T held) => SimulationFailure.Unless(
            EqualityComparer<T>.Default.Equals(expected, held),
            what.StartsWith("message", StringComparison.Ordinal) ? "T33" : "I6",
            () => $"{phone.Name} holds as {what} of {log.Id}: {held}; right is: {expected}. It is {stored}.");
    }

    private static IEnumerable<long> Numbers(Client.SeqRange range) =>
        Enumerable.Range((int)range.From, (int)(range.To - range.From) + 1).Select(seq => (long)seq);
}
