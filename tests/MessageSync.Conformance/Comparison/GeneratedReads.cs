using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.Conformance.Comparison;

/// <summary>Reads of every kind, as something to ask both stores. What comes in no order is put in one.</summary>
internal sealed class GeneratedReads(Random random, GeneratedWorld world)
{
    private const int KindsOfConversation = 9;

    /// <summary>Any one.</summary>
    public Func<Side, Task<object?>> Next() => world.OneIn(2)
        ? OfConversation(world.Pick(world.Conversations), random.Next(KindsOfConversation))
        : OfUser(world.Pick(world.Users), random.Next(8));

    /// <summary>Each kind of each conversation and user.</summary>
    public IEnumerable<Func<Side, Task<object?>>> All() =>
    [
        .. world.Conversations.SelectMany(id => Enumerable.Range(0, KindsOfConversation).Select(kind => OfConversation(id, kind))),
        .. world.Users.SelectMany(user => Enumerable.Range(0, 8).Select(kind => OfUser(user, kind))),
        async side => new
        {
            Zero = await side.Store.Settings.ReadAsync("name0", default),
            One = await side.Store.Settings.ReadAsync("name1", default),
        },
    ];

    private Func<Side, Task<object?>> OfConversation(ConversationId id, int kind)
    {
        var (at, after, limit) = (new ChangeNo(random.Next(60)), world.Pick(world.Users), random.Next(1, 12));
        var (time, bytes) = (world.Now.AddSeconds(-random.Next(300)), random.Next(500));
        var keys = world.Users.Select(user => (user, world.Pick(world.Keys))).ToList();
        MessageSpan[] spans = [new(id, Seq(), Seq()), new(world.Pick(world.Conversations), Seq(), Seq())];
        var targets = world.Users.Select(user => (limit % 5 == 0 ? (UserId?)null : user, Seq())).ToList();
        var some = SeqRanges.Of([new(Seq(), Seq()), new(Seq(), Seq())]);
        var whole = new MessageSpan(id, new(1), new(long.MaxValue));

        return kind switch
        {
            0 => async side => await side.Store.Timelines.LoadAsync(id, default),
            1 => async side => await side.Store.Timelines.FindSendsAsync(id, keys, default),
            2 => async side => await side.Store.Timelines.ReadMessagesAsync(spans, bytes, default),
            3 => async side => await side.Store.Timelines.FirstAtOrAfterAsync(id, time, default),
            4 => async side => await side.Store.Timelines.ReadMembersAsync(
                id, limit % 3 == 0 ? Samples.Now : at, limit % 2 == 0 ? after : null, limit, default),
            5 => async side => await side.Store.Timelines.ReadTargetsAsync(id, targets, default),
            6 => async side => await side.Store.Timelines.ReadMutationsAsync(new(id, at, some, limit, bytes), default),
            7 => async side => await side.Store.Timelines.LastMutationAsync(id, some, default),
            _ => async side => await side.Store.Timelines.ReadMessagesAsync([whole], Samples.AnyBytes, default),
        };
    }

    private Func<Side, Task<object?>> OfUser(UserId user, int kind)
    {
        var bounds = world.Bounds();
        InboxSeqNo? asked = world.OneIn(6) ? null : new(random.Next(30));
        var limit = random.Next(40);
        var merging = world.Conversations.SelectMany(id => Enum.GetValues<EntryKind>()
            .Where(entry => entry is not (EntryKind.Message or EntryKind.Notification or EntryKind.Recalled))
            .Select(entry => new MergeKey(id, entry, entry == EntryKind.Edited ? Seq() : SeqNo.None))).ToList();
        var ids = world.Some(world.Conversations, 8);
        var unread = ids.Select(id => (id, SeqRanges.Of([new(Seq(), Seq()), new(Seq(), Seq())]))).ToList();

        return kind switch
        {
            0 => async side => await side.Store.Inboxes.LoadAsync(user, default),
            1 => async side => await side.Store.Inboxes.ReadFactsAsync(user, world.Conversations, merging, default),
            2 => async side => await side.SyncAsync(user, asked, bounds, limit),
            3 => async side => (await side.Store.Inboxes.ReadDevicesAsync(user, default)).OrderBy(one => one.Device),
            4 => async side => (await side.Store.Inboxes.ReadLargeGroupsAsync(user, default))
                .OrderBy(group => group.Conversation),
            5 => async side => (await side.Store.Directory.ListAsync(user, limit % 2 == 0, default)).OrderBy(one => one.Conversation),
            6 => async side => await side.Store.Directory.CountUnreadAsync(user, unread, default),
            _ => async side => new
            {
                Notified = await side.Store.Inboxes.FindNotifiedAsync(user, world.Keys[limit % 8], default),
                Views = await side.Store.Timelines.ReadViewsAsync(limit % 9 == 0 ? null : user, ids, default),
            },
        };
    }

    private SeqNo Seq() => new(random.Next(1, 50));
}
