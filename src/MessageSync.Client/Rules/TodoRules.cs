namespace MessageSync.Client;

/// <summary>What has yet to be asked of one conversation, step by step; what is done is taken off the list with
/// it.</summary>
internal static class TodoRules
{
    public static DeviceRequest? Next(ConversationState conversation, DeviceOptions options)
    {
        var (id, todo) = (conversation.Id, conversation.Todo);
        return todo switch
        {
            { Show: true } => new DeviceRequest.Show(id),
            { Newest: true } => new DeviceRequest.Roam(id, new RoamAnchor.Newest(), options.RoamLimit),
            { RoamAfter: { } after } => new DeviceRequest.Roam(
                id, new RoamAnchor.After(conversation.Held.ReachFrom(after)), options.RoamLimit),
            { MutationsAfter: { } after } => new DeviceRequest.Mutations(id, after, options.MutationsLimit),
            { Hidden: true } => new DeviceRequest.Hidden(id),
            { MembersAfter: { } after } => new DeviceRequest.Members(
                id, after.Length == 0 ? null : after, options.MembersLimit),
            _ => null,
        };
    }

    /// <summary>
    /// True for a sent message that no entry need bring any more: the device is past its place, the user has left, or
    /// the conversation is not even known (out of the list when the device began).
    /// </summary>
    public static bool IsToConfirm(OutboxItem item, DeviceMemory memory) =>
        item is { Status: OutboxStatus.Sent, Seq: { } seq }
        && (memory.Conversations.GetValueOrDefault(item.Conversation) is not { } conversation
            || conversation.IsLeft || conversation.Held.Last >= seq);

    public static string ConversationOf(DeviceRequest request) => request switch
    {
        DeviceRequest.Show(var id) => id,
        DeviceRequest.Roam(var id, _, _) => id,
        DeviceRequest.Mutations(var id, _, _) => id,
        DeviceRequest.Hidden(var id) => id,
        DeviceRequest.Members(var id, _, _) => id,
        DeviceRequest.Order(var id, _) => id,
        _ => throw new ArgumentException($"{request.GetType().Name} is of no conversation.", nameof(request)),
    };

    public static void Take(Draft draft, DeviceRequest asked, DeviceReply reply)
    {
        switch (asked, reply)
        {
            case (DeviceRequest.Show, DeviceReply.Shown(var shown)):
                PageRules.Learn(draft, shown);
                break;
            case (DeviceRequest.Roam(var id, var anchor, _), DeviceReply.Roamed(var page)):
                PageRules.Roamed(draft, id, anchor, page);
                Advance(draft, id, anchor, page);
                break;
            case (DeviceRequest.Mutations(var id, var after, _), DeviceReply.MutationsRead(var page)):
                PageRules.Mutated(draft, id, after, page);
                break;
            case (DeviceRequest.Hidden(var id), DeviceReply.HiddenRead(var hidden)):
                PageRules.Hidden(draft, id, hidden);
                break;
            case (DeviceRequest.Members(var id, var after, _), DeviceReply.MembersRead(var page)):
                MemberRules.Apply(draft, id, after ?? "", page);
                break;
            default:
                throw Wrong.Reply(asked, reply);
        }
    }

    /// <summary>Finally refused: it is not asked again. What is held stays.</summary>
    public static void GiveUp(Draft draft, DeviceRequest asked)
    {
        if (draft.Find(ConversationOf(asked)) is not { } conversation) return;

        if (asked is DeviceRequest.Show && conversation is { Details: null, MutationKnown: null, Hidden.IsEmpty: true })
        {
            draft.RemoveConversation(conversation.Id);   // only its name was known
            return;
        }
        var todo = conversation.Todo;
        draft.Put(conversation with
        {
            Todo = asked switch
            {
                DeviceRequest.Show => todo with { Show = false },
                DeviceRequest.Roam { Anchor: RoamAnchor.Newest } => todo with { Newest = false },
                DeviceRequest.Roam => todo with { RoamAfter = null },
                DeviceRequest.Mutations => todo with { MutationsAfter = null },
                DeviceRequest.Hidden => todo with { Hidden = false },
                _ => todo with { MembersAfter = null },
            },
        });
    }

    private static void Advance(Draft draft, string id, RoamAnchor anchor, RoamingPage page)
    {
        var conversation = draft.Conversation(id);
        var todo = conversation.Todo;
        if (anchor is RoamAnchor.Newest) todo = todo with { Newest = false };
        if (anchor is RoamAnchor.After(var asked) && todo.RoamAfter is { } after)
        {
            var next = page.HasAfter ? PageRules.NextRoamAfter(conversation, after) : null;
            todo = todo with { RoamAfter = next > asked ? next : null };
        }
        draft.Put(conversation with { Todo = todo });
    }
}
