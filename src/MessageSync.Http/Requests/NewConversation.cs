using MessageSync.Timelines;

namespace MessageSync.Http;

/// <summary>What <c>create</c> asks for: a group by its id, or a direct conversation with somebody.</summary>
internal sealed record NewConversation(ConversationKind Kind, ConversationId Id, NewGroup Group, UserId With)
{
    public static NewConversation Read(JsonMembers json, Caller caller, Faults faults)
    {
        var kind = json.Word("kind", Words.Kinds);
        if (kind is null) faults.Missing("kind", "Give 'kind', either group or direct.");

        // Of a direct one `id` and the like are left unread, and so are members that nobody asked for.
        return kind == ConversationKind.Direct
            ? new(ConversationKind.Direct, default, new([]), new(json.Id("with")))
            : new(ConversationKind.Group, GroupId(json, faults), ReadGroup(json, caller, faults), default);
    }

    private static ConversationId GroupId(JsonMembers json, Faults faults)
    {
        var id = json.Id("id");
        if (id.StartsWith(Ids.DirectPrefix, StringComparison.Ordinal)) faults.InvalidId("id");
        return new(id);
    }

    private static NewGroup ReadGroup(JsonMembers json, Caller caller, Faults faults)
    {
        var group = new NewGroup(
            json.Users("members", Limits.MembersPerCallMax),
            json.OptionalText("title", 0, Limits.TitleLengthMax),
            json.Word("history", Words.Histories) ?? HistoryPolicy.SinceJoin);
        if (caller.IsService && group.Members.Count == 0)
            faults.Missing("members", "Give 'members' at least one user, who becomes owner: a service is no member.");
        return group;
    }
}
