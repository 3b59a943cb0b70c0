using System.Diagnostics;

namespace MessageSync.Client.Tests.Model;

/// <summary>Answers a device's requests as the wire would.</summary>
internal static class ModelDoor
{
    public static DeviceReply Answer(this ModelServer server, string user, DeviceRequest request) => request switch
    {
        DeviceRequest.Sync(var cursor, _, var limit, _) =>
            new DeviceReply.Synced(server.InboxOf(user).Sync(server.Epoch, cursor, limit)),
        DeviceRequest.Ack => new DeviceReply.Done(),
        DeviceRequest.List list => new DeviceReply.Listed(List(server, user, list)),
        _ => InConversation(server, user, request),
    };

    private static DeviceReply InConversation(ModelServer server, string user, DeviceRequest request)
    {
        if (server.Find(TodoRules.ConversationOf(request)) is not { } found || !found.Stays.ContainsKey(user))
            return new DeviceReply.Refused("conversation-not-found");

        return request switch
        {
            DeviceRequest.Show => new DeviceReply.Shown(found.ShownTo(user)),
            DeviceRequest.Roam(_, var anchor, var limit) =>
                new DeviceReply.Roamed(found.Roam(user, anchor, limit, server.EpochText)),
            DeviceRequest.Mutations(_, var after, var limit) =>
                new DeviceReply.MutationsRead(Mutations(found, user, after, limit)),
            DeviceRequest.Hidden => new DeviceReply.HiddenRead(
                new(found.Hidden.GetValueOrDefault(user)?.Ranges ?? [])),
            DeviceRequest.Members(_, var after, var limit) => found.Has(user)
                ? new DeviceReply.MembersRead(Members(found, after, limit))
                : new DeviceReply.Refused("not-a-member"),
            DeviceRequest.Order(var id, var command) => Order(server, found, id, user, command),
            _ => throw new UnreachableException(),
        };
    }

    private static DeviceReply Order(
        ModelServer server, ModelConversation found, string id, string user, DeviceCommand command)
    {
        if (command is DeviceCommand.Send(var key, var body, _, _))
            return server.Send(id, user, key, body) is { } receipt
                ? new DeviceReply.Sent(receipt)
                : new DeviceReply.Refused("not-a-member");
        if (command is DeviceCommand.Hide(var from, var to, var unlist))
        {
            if (to > found.HeadFor(user)) return new DeviceReply.Refused("beyond-head");
            server.Hide(id, user, from, to, unlist);
            return new DeviceReply.Done();
        }
        if (!found.Has(user)) return new DeviceReply.Refused("not-a-member");

        switch (command)
        {
            case DeviceCommand.Read(var upTo, _) when upTo > found.Head:
                return new DeviceReply.Refused("beyond-head");
            case DeviceCommand.Read(var upTo, var unread):
                server.Read(id, user, upTo, unread);
                break;
            case DeviceCommand.Recall(var seq):
                if (!found.Sees(user, seq)) return new DeviceReply.Refused("message-not-found");
                server.Recall(id, seq, user);
                break;
            case DeviceCommand.Edit(var seq, var version, var text, _, _):
                if (!found.Sees(user, seq)) return new DeviceReply.Refused("message-not-found");
                if (found.Messages[(int)seq - 1].IsRecalled) return new DeviceReply.Refused("recalled");
                if (found.Messages[(int)seq - 1].Version != version) return new DeviceReply.Refused("version-conflict");
                server.Edit(id, seq, text);
                break;
        }
        return new DeviceReply.Done();
    }

    private static ConversationList List(ModelServer server, string user, DeviceRequest.List asked)
    {
        var lostAfter = asked.LostAfter is null ? ((int Epoch, long No)?)null : ModelInbox.Parse(asked.LostAfter);
        var touched = server.InboxOf(user).Touched;
        var all = server.Conversations
            .Where(found => found.Stays.ContainsKey(user))
            .Where(found => lostAfter is { } after
                ? after.Epoch != server.Epoch || touched.GetValueOrDefault(found.Id) > after.No
                : !found.IsUnlisted(user))
            .Where(found => string.CompareOrdinal(found.Id, asked.Page) > 0)
            .ToList();
        var page = all.Take(asked.Limit).ToList();
        return new(
            [.. page.Select(found => found.ShownTo(user))], all.Count > page.Count ? page[^1].Id : null,
                server.EpochText);
    }

    private static MutationsPage Mutations(ModelConversation found, string user, long after, int limit)
    {
        var all = found.Visible(user).Where(message => message.Mutation > after).OrderBy(message =>
            message.Mutation).ToList();
        return new(
            [.. all.Take(limit).Select(message => new Mutation(message.Mutation!.Value, message.Seq, message))],
            found.MutationHeadFor(user), all.Count > limit);
    }

    private static MembersPage Members(ModelConversation found, string? after, int limit)
    {
        var all = found.Roles.Where(pair => string.CompareOrdinal(pair.Key, after) > 0).ToList();
        return new(
            [
                .. all.Take(limit).Select(pair => new Member(
                    pair.Key, pair.Value, ModelConversation.Time(found.Stays[pair.Key][^1].After),
                        found.Reads[pair.Key])),
            ],
            all.Count > limit ? all[limit - 1].Key : null);
    }
}
