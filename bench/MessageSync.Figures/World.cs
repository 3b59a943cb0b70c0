namespace MessageSync.Figures;

/// <summary>Who writes with whom.</summary>
/// <param name="Users">Everybody.</param>
/// <param name="Chats">Their conversations.</param>
internal sealed record World(IReadOnlyList<UserId> Users, IReadOnlyList<Chat> Chats)
{
    /// <summary>Conversations of two, each user in as many as any other.</summary>
    public static async Task<World> OneToOneAsync(IMessageSync sync, int users, int conversations)
    {
        var all = Everybody(users);
        var perUser = conversations / users;
        var chats = await Parallelism.CollectAsync(conversations, async i =>
        {
            var (ann, bob) = (all[i % users], all[(i + 1 + (i / users)) % users]);
            var created = await sync.CreateDirectAsync(new(ann), bob);
            return new Chat(created.Value!.Conversation.Id, [ann, bob]);
        });
        return await ToldAsync(sync, new(all, chats));
    }

    /// <summary>Groups of a size, each user in one.</summary>
    public static async Task<World> GroupsAsync(IMessageSync sync, int groups, int size)
    {
        var all = Everybody(groups * size);
        var chats = await Parallelism.CollectAsync(groups, async i =>
        {
            var members = all.Skip(i * size).Take(size).ToArray();
            var id = new ConversationId($"group-{i}");
            var created = await sync.CreateGroupAsync(new(members[0]), id, new(members[1..]));
            return new Chat(created.Value!.Conversation.Id, members);
        });
        return await ToldAsync(sync, new(all, chats));
    }

    /// <summary>Waits until everybody knows that they are in.</summary>
    private static async Task<World> ToldAsync(IMessageSync sync, World world)
    {
        var told = world.Chats.SelectMany(chat => chat.Members).CountBy(user => user).ToList();
        await Parallelism.RunAsync(told.Count, 256, i => Heads.ReachAsync(sync, told[i].Key, told[i].Value));
        return world;
    }

    private static UserId[] Everybody(int users) => [.. Enumerable.Range(0, users).Select(i => new UserId($"user-{i}"))];
}

/// <summary>A conversation and its members.</summary>
internal sealed record Chat(ConversationId Id, IReadOnlyList<UserId> Members);
