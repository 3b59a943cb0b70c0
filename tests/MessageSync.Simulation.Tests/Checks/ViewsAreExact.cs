using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>T4: the list and what it shows (head, title, role, unread, the last message) follow their formulas.</summary>
internal sealed class ViewsAreExact : IEveningCheck
{
    public async Task CheckAsync(Town town)
    {
        foreach (var device in town.Devices.DistinctBy(device => device.User))
        {
            var expected = town.Ledger.Conversations.Where(log => log.StaysOf(device.User).Count > 0).ToDictionary(log => log.Id);
            foreach (var order in Enum.GetValues<ListOrder>())
            {
                var listed = new List<Conversation>();
                string? next = null;
                do
                {
                    var query = new ListQuery { Limit = 2, Order = order, Page = next };
                    var page = await town.AskAsync(device.Name, $"list {order}", sync => sync.ListAsync(device.Caller, query));
                    listed.AddRange(page.Conversations);
                    next = page.NextPage;
                }
                while (next is not null);
                CheckOrder(listed, order);
                SimulationFailure.Unless(listed.Select(one => one.Id).Order().SequenceEqual(expected.Keys.Order()), "T4",
                    () => $"{device.User} is in [{string.Join(' ', expected.Keys)}]; listed are [{string.Join(' ', listed.Select(one => one.Id))}].");
                foreach (var one in listed) Check(device.User, expected[one.Id], one);
            }
        }
    }

    private static void CheckOrder(List<Conversation> listed, ListOrder order)
    {
        var sorted = order == ListOrder.Id
            ? listed.OrderBy(one => one.Id)
            : listed.OrderByDescending(one => one.HeadAt).ThenBy(one => one.Id);
        SimulationFailure.Unless(listed.SequenceEqual(sorted), "T4", () => $"The list is not by {order}.");
    }

    private static void Check(UserId user, ConversationLog log, Conversation shown)
    {
        var (visible, stay) = (log.VisibleTo(user), log.StaysOf(user)[^1]);
        var at = stay.Left ?? log.Changes.Count;
        var read = visible.Where(seq => log.Messages[(int)seq - 1].Sender == user).Append(stay.After).Max();
        var unread = stay.Left is null ? visible.Count(seq => seq > read) : 0;
        var head = stay.UpTo ?? log.Messages.Count;
        var last = visible.Count > 0 ? visible.Max : 0;
        var expected = (head, log.SentAt(head), log.TitleAt(at), log.MembersAt(at).Count, stay.JoinedAt, stay.LeftAt, stay.Role, unread, last);
        var given = (shown.Head.Value, shown.HeadAt, shown.Title, shown.MemberCount, shown.JoinedAt!.Value, shown.LeftAt, shown.Role!.Value,
            shown.Unread!.Value, shown.LastMessage?.Seq.Value ?? 0);
        SimulationFailure.Unless(expected == given, "T4", () => $"{log.Id} of {user} is {expected}; shown is {given}.");
    }
}
