using MessageSync.FanOut;
using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Conformance.Comparison;

/// <summary>Runs as grains decide them from what a store says; some from what it said long ago.</summary>
internal sealed class GeneratedRuns(Random random, GeneratedWorld world, TestStore store, bool large)
{
    private readonly Dictionary<ConversationId, Timeline?> _earlier = [];
    private readonly Dictionary<UserId, Inbox> _earlierInboxes = [];
    private readonly Dictionary<UserId, List<Offer>> _due = [];

    /// <summary>A run of a Timeline; null when nothing came of the commands.</summary>
    public async Task<TimelineRun?> TimelineAsync(ConversationId id)
    {
        var present = await store.Timelines.LoadAsync(id, default);
        var committed = world.OneIn(8) ? _earlier.GetValueOrDefault(id) : present;
        if (world.OneIn(3)) _earlier[id] = present;

        var draft = new TimelineDraft(id, committed, new TimelineRules(1000, TimeSpan.FromHours(24)));
        if (committed is null) draft.Next(Create(id), null, world.Now);
        var forgetful = world.OneIn(8);
        for (var i = random.Next(1, 7); i > 0; i--)
        {
            var command = Command(id, draft.After?.Head ?? SeqNo.None);
            draft.Next(command, await FactsAsync(id, command, forgetful), world.Now);
        }
        return draft.Changes.Count == 0
            ? null
            : new(committed?.Change ?? ChangeNo.None, draft.After!, [.. draft.Changes], [.. draft.Announcements]);
    }

    private async Task<CommandFacts?> FactsAsync(ConversationId id, TimelineCommand command, bool forgetful) =>
        command switch
        {
            SendMessage send when !forgetful =>
                (await store.Timelines.FindSendsAsync(id, [(send.Caller.User, send.SendKey)], default))[0],
            MessageCommand about =>
                (await store.Timelines.ReadTargetsAsync(id, [(about.Caller.User, about.Seq)], default))[0],
            _ => null,
        };

    /// <summary>A stored run has to be told.</summary>
    public void Announce(TimelineRun run)
    {
        foreach (var announcement in run.Announcements)
        {
            var offers = new Dictionary<UserId, List<Offer>>();
            Recipients.Collect(offers, run.Conversation, announcement, run.After.Members.Keys);
            foreach (var user in world.Users)
                if (offers.TryGetValue(user, out var own)) Due(user).AddRange(own);
        }
    }

    /// <summary>A run of an Inbox; null when it has nothing to be told.</summary>
    public async Task<InboxWrite?> InboxAsync(UserId owner)
    {
        var present = await store.Inboxes.LoadAsync(owner, default);
        var inbox = world.OneIn(8) ? _earlierInboxes.GetValueOrDefault(owner, present) : present;
        if (world.OneIn(3)) _earlierInboxes[owner] = present;

        var run = world.OneIn(6) ? await NotificationAsync(inbox)
            : world.OneIn(4) ? await ViewAsync(inbox)
            : await OffersAsync(inbox);
        if (run is null) return null;

        return new(run, world.OneIn(4) ? world.Bounds() : null);
    }

    private async Task<InboxRun?> NotificationAsync(Inbox inbox)
    {
        var key = world.Keys[random.Next(8)];
        if (await store.Inboxes.FindNotifiedAsync(inbox.Owner, key, default) is not null) return null;

        return inbox.Decide(
            new EntryContent.Notification("name", $"☕{random.Next()}", key), Fingerprint.Of(Samples.Body(key.Value)),
            world.Now);
    }

    private async Task<InboxRun?> ViewAsync(Inbox inbox)
    {
        var id = world.Pick(world.Conversations);
        if ((await store.Timelines.ReadViewsAsync(inbox.Owner, [id], default))[0] is not { } view) return null;

        var (from, length) = (random.Next(1, 20), random.Next(6));
        ViewCommand command = world.OneIn(2)
            ? new ViewCommand.MarkUnread(id, world.OneIn(2))
            : new ViewCommand.Hide(id, new(new(from), new(from + length)), world.OneIn(3), view.Head);
        var key = command.Tell(view.Own).KeyIn(id);
        return inbox.Decide(
            command, view.Own, await store.Inboxes.ReadFactsAsync(inbox.Owner, [id], [key], default), world.Now);
    }

    private async Task<InboxRun?> OffersAsync(Inbox inbox)
    {
        // Not taken from the list: what was told already is offered again, and left out.
        var due = Due(inbox.Owner);
        var offers = due.Take(random.Next(1, due.Count + 5)).ToList();
        foreach (var group in await store.Inboxes.ReadLargeGroupsAsync(inbox.Owner, default))
            offers.Add(new(
                group.Conversation, group.LargeChange, new EntryContent.Advanced(group.Head, group.MutationHead)));
        var facts = await store.Inboxes.ReadFactsAsync(
            inbox.Owner, [.. offers.Select(offer => offer.Conversation)],
            [.. offers.SelectMany(o => o.Contents.Where(c => c.Merges), (o, c) => c.KeyIn(o.Conversation))], default);
        return inbox.Decide(offers, facts, world.Now);
    }

    private List<Offer> Due(UserId user)
    {
        if (!_due.TryGetValue(user, out var due)) _due[user] = due = [];
        return due;
    }

    private CreateConversation Create(ConversationId id) => new(
        new(world.Pick(world.Users)),
        id.Value.Contains(':', StringComparison.Ordinal) ? ConversationKind.Direct : ConversationKind.Group,
        world.OneIn(2) ? HistoryPolicy.All : HistoryPolicy.SinceJoin, world.OneIn(2) ? "Title" : null,
        large && id == world.Large ? Samples.Users(500) : world.Some(world.Users, 4));

    private TimelineCommand Command(ConversationId id, SeqNo head)
    {
        var caller = new Caller(world.Pick(world.Users));
        var users = large && id == world.Large && world.OneIn(3) ? Samples.Users(5) : [world.Pick(world.Users)];
        var seq = new SeqNo(random.Next(1, (int)head.Value + 2));
        return random.Next(16) switch
        {
            0 => Samples.Rename($"☕\0{random.Next(4)}"),
            1 or 2 => Samples.Add(users),
            3 => Samples.Remove(users),
            4 => new PutMember(Samples.Backend, users[0], world.OneIn(2) ? MemberRole.Owner : MemberRole.Member),
            5 => new ChangeMembers(Samples.Backend, users, world.Some(world.Users, 3).Except(users).ToList()),
            12 or 13 => new EditMessage(caller, seq, Body(), random.Next(3)),
            14 => new RecallMessage(caller, seq),
            15 => new MoveRead(caller, seq),
            _ => new SendMessage(caller, world.Pick(world.Keys), Body()),
        };
    }

    private MessageBody Body()
    {
        var bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        return world.OneIn(2) ? Samples.Body(Convert.ToHexString(bytes)) : new(bytes, IsText: false, "image/x");
    }
}
