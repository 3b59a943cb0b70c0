using System.Globalization;
using MessageSync.Client.Tests.Model;

namespace MessageSync.Client.Tests.Properties;

/// <summary>At rest a device shows what the server shows.</summary>
internal static class Agreement
{
    /// <summary>Reads everything that a user could scroll to.</summary>
    public static void LoadEverything(Phone phone, ModelServer server)
    {
        phone.Settle(server);
        foreach (var found in server.Conversations) phone.Device.Open(found.Id);
        phone.Settle(server);
        for (var left = 500; left > 0; left--)
        {
            var holes = server.Conversations
                .SelectMany(found => phone.Device.Messages(found.Id, limit: 1000).Holes.Select(hole =>
                    (found.Id, hole)))
                .ToList();
            if (holes.Count == 0) return;

            foreach (var (id, hole) in holes) phone.Device.Want(id, new RoamAnchor.Before(hole.To + 1));
            phone.Settle(server);
        }
        Assert.Fail("Holes stay.");
    }

    public static void Check(Phone phone, ModelServer server, string user)
    {
        var device = phone.Device;
        Assert.True(device.IsUpToDate);
        Assert.DoesNotContain(device.Outbox(), item => item.Status != OutboxStatus.Failed);
        var own = server.Conversations.Where(found => found.Stays.ContainsKey(user)).ToList();
        Assert.Equal(
            own.Where(found => !found.IsUnlisted(user)).Select(found => found.Id),
            device.Conversations().Select(shown => shown.Id).Order(StringComparer.Ordinal));
        foreach (var found in own)
        {
            Assert.Equal(Truth(found, user), Shown(device, found));
            Assert.Equal(found.Visible(user), device.Messages(found.Id, limit: 1000).Messages);
            if (!found.Has(user)) continue;

            Assert.Equal(
                found.Roles.Select(pair => (pair.Key, pair.Value, (long?)found.Reads[pair.Key])),
                device.Members(found.Id).Members);
        }
    }

    private static string Truth(ModelConversation found, string user)
    {
        var shown = found.ShownTo(user);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {shown.Id} {shown.Title} {shown.Role} left {shown.LeftAt} head {shown.Head}
            members {shown.MemberCount} read {shown.ReadUpTo} marked {shown.MarkedUnread}
            unread {shown.Unread} exact True
            last {shown.LastMessage?.Seq} at {shown.HeadAt}
            """);
    }

    private static string Shown(Device device, ModelConversation found)
    {
        var view = device.Conversation(found.Id)!;
        var details = view.Details!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {view.Id} {details.Title} {details.Role} left {details.LeftAt} head {view.Head}
            members {details.MemberCount} read {view.ReadUpTo} marked {view.MarkedUnread}
            unread {view.Unread} exact {view.IsUnreadExact}
            last {view.LastMessage?.Seq} at {view.HeadAt}
            """);
    }
}
