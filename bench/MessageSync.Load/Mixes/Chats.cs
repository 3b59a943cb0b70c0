using MessageSync.Load.Targets;
using MessageSync.Timelines;

namespace MessageSync.Load.Mixes;

/// <summary>A conversation of a run.</summary>
/// <param name="Id">Which.</param>
/// <param name="Members">Who is in it, for the whole run.</param>
internal sealed record Chat(ConversationId Id, IReadOnlyList<UserId> Members);

/// <summary>How many conversations of which kind.</summary>
/// <param name="Count">1 or more.</param>
/// <param name="Members">Of each; null for direct conversations of two.</param>
internal sealed record ChatPlan(int Count, int? Members)
{
    /// <summary>Users of all of them together: nobody is in two.</summary>
    public int Users => checked(Count * (Members ?? 2));
}

/// <summary>Makes conversations and messages.</summary>
internal sealed class Chats(ITarget target, RunNames names, TimeProvider clock)
{
    /// <summary>The members of a conversation.</summary>
    public IReadOnlyList<UserId> MembersOf(ChatPlan plan, int chat)
    {
        var size = plan.Members ?? 2;
        return [.. Enumerable.Range(chat * size, size).Select(names.User)];
    }

    /// <summary>Makes the conversations of a plan.</summary>
    public async Task<IReadOnlyList<Chat>> MakeAsync(ChatPlan plan, IProgress<double> progress, CancellationToken ct)
    {
        var chats = new Chat[plan.Count];
        await Preparation.ForEachAsync(
            plan.Count, async (i, token) => chats[i] = await MakeAsync(plan, i, token), progress, ct);
        return chats;
    }

    /// <summary>A body of text.</summary>
    /// <param name="bytes">0 to <see cref="Limits.BodyBytesMax"/>.</param>
    public static MessageBody Body(int bytes)
    {
        var text = new byte[bytes];
        for (var i = 0; i < bytes; i++) text[i] = (byte)('a' + (i % 26));
        return new(text, IsText: true, MessageBody.DefaultContentType);
    }

    /// <summary>Sends so many messages into each conversation, its members in turn.</summary>
    public Task FillAsync(
        IReadOnlyList<Chat> chats, int messages, MessageBody body, IProgress<double> progress, CancellationToken ct) =>
        Preparation.ForEachAsync(checked(chats.Count * messages), (i, token) =>
        {
            var chat = chats[i % chats.Count];
            var sender = chat.Members[i / chats.Count % chat.Members.Count];
            return Preparation.PatientlyAsync(
                () => target.SendAsync(sender, chat.Id, names.Key('f', i), body, token), clock, token);
        }, progress, ct);

    private async Task<Chat> MakeAsync(ChatPlan plan, int number, CancellationToken ct)
    {
        var members = MembersOf(plan, number);
        if (plan.Members is null)
        {
            var direct = await Preparation.PatientlyAsync(
                () => target.CreateDirectAsync(members[0], members[1], ct), clock, ct);
            return new(direct.Id, members);
        }

        var id = names.Conversation(number);
        var portions = members.Chunk(Limits.MembersPerCallMax).ToList();
        await Preparation.PatientlyAsync(() => target.CreateGroupAsync(id, portions[0], ct), clock, ct);
        foreach (var more in portions.Skip(1))
            await Preparation.PatientlyAsync(() => target.ChangeMembersAsync(id, more, [], ct), clock, ct);
        return new(id, members);
    }
}
