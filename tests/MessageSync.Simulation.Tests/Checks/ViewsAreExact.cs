using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.People;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T4, T15: lists hold everything but what is unlisted, in their order, each as it is; with <c>lostAfter</c> at
/// least what changed, unlisted and left ones too.</summary>
internal sealed class ViewsAreExact : IEveningCheck
{
    public async Task CheckAsync(Town town)
    {
        foreach (var phone in town.Phones.DistinctBy(phone => phone.User))
        {
            var logs = town.Ledger.Conversations.Where(log => log.StaysOf(phone.User).Count > 0).ToList();
            foreach (var order in Enum.GetValues<ListOrder>())
                foreach (var left in new[] { true, false })
                {
                    var listed = await ListAsync(phone, new() { Limit = 2, Order = order, Left = left });
                    CheckOrder(listed, order);
                    var due = logs.Where(log => !town.Ledger.IsUnlisted(phone.User, log) && (left || log.IsMember(phone.User)));
                    Same(phone, due.Select(log => log.Id), listed.Select(one => one.Id), $"{order}, left {left}");
                }
            await CheckLostAsync(town, phone);
        }
    }

    private static async Task CheckLostAsync(Town town, Phone phone)
    {
        var entries = town.Ledger.InboxOf(phone.User).Entries;
        foreach (var place in new[] { 0, entries.Count / 2, entries.Count - 1 }.Where(place => place >= 0 && place < entries.Count))
        {
            var position = entries.ElementAt(place).Seq;
            var lost = new InboxCursor(town.Epoch, position).Text(phone.User);
            var listed = await ListAsync(phone, new() { Limit = 3, LostAfter = lost });
            var due = entries.Where(entry => entry.Seq > position && entry.Conversation is not null)
                .Select(entry => entry.Conversation!.Value).Distinct();
            SimulationFailure.Unless(!due.Except(listed.Select(one => one.Id)).Any(), "T33", () =>
                $"{phone.User} lost after {position} [{string.Join(' ', due)}]; told is [{string.Join(' ', listed.Select(one => one.Id))}].");
        }
    }

    private static async Task<IReadOnlyList<Conversation>> ListAsync(Phone phone, ListQuery query)
    {
        var listed = new List<Conversation>();
        string? next = null;
        do
        {
            var page = await phone.Ask.ListAsync(query with { Page = next });
            listed.AddRange(page.Conversations);
            next = page.NextPage;
        }
        while (next is not null);
        return listed;
    }

    private static void CheckOrder(IReadOnlyList<Conversation> listed, ListOrder order)
    {
        var sorted = order == ListOrder.Id
            ? listed.OrderBy(one => one.Id)
            : listed.OrderByDescending(one => one.HeadAt).ThenBy(one => one.Id);
        SimulationFailure.Unless(listed.SequenceEqual(sorted), "T4", () => $"The list is not by {order}.");
    }

    private static void Same(
        Phone phone, IEnumerable<ConversationId> due, IEnumerable<ConversationId> listed, string how) =>
        SimulationFailure.Unless(due.Order().SequenceEqual(listed.Order()), "T15",
            () => $"{phone.User} has [{string.Join(' ', due)}]; listed ({how}) are [{string.Join(' ', listed)}].");
}
