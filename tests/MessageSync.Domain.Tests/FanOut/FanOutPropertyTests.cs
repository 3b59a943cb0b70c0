using MessageSync.FanOut;
using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.FanOut;

/// <summary>
/// Goal (I2): everybody learns of each change at which they were a member or that concerns them, itself or by
/// <c>advanced</c>, and of nothing else, however often the group crosses 500 members.
/// Method: random changes around 500 members, announced in random batches, twice at times; some users sync now and
/// then, which tells them of the large group. The model asks of each change who was in after it.
/// </summary>
public sealed class FanOutPropertyTests
{
    private static readonly IReadOnlyList<UserId> Crowd = Users(496);
    private static readonly IReadOnlyList<UserId> Guests =
        [.. Enumerable.Range(1, 9).Select(i => new UserId($"guest{i}"))];
    private static readonly IReadOnlyList<UserId> Watched = [Crowd[0], Crowd[7], .. Guests];

    [Theory]
    [MemberData(nameof(AllSeeds)), Trait("Trap", "T31")]
    public void Everybody_learns_of_what_is_theirs_once_and_in_order(int seed)
    {
        var random = new Random(seed);
        var chat = new Chat(Group(Crowd[0], [.. Crowd, .. Guests.Where(_ => random.Next(2) == 0)]));
        var present = new List<IReadOnlyCollection<UserId>> { chat.State.Members.Keys.ToHashSet() };
        var told = Watched.ToDictionary(user => user, _ => new List<Offer>());

        for (var (step, announced) = (0, 0); step < 80; step++)
        {
            if (chat.Do(Any(random, chat)) is Verdict.Accepted) present.Add(chat.State.Members.Keys.ToHashSet());
            if (random.Next(4) > 0) continue;

            announced = Announce(chat, present, told, Math.Max(0, announced - random.Next(3)));
            foreach (var user in Watched.Where(_ => random.Next(3) == 0)) Sync(chat, user, told[user]);
        }
        Announce(chat, present, told, 0);
        foreach (var user in Watched) Sync(chat, user, told[user]);

        foreach (var user in Watched)
            for (var i = 0; i < chat.Changes.Count; i++)
                AssertTold(user, chat.Changes[i], present[i], told[user]);
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void What_is_the_same_for_all_is_what_each_would_get(int seed)
    {
        var random = new Random(seed);
        var chat = new Chat(Group(Crowd[0], [.. Crowd, .. Guests.Where(_ => random.Next(2) == 0)]));
        for (var step = 0; step < 40; step++)
        {
            if (chat.Do(Any(random, chat)) is not Verdict.Accepted) continue;

            var (each, same) = (new Dictionary<UserId, List<Offer>>(), new List<Offer>());
            Recipients.Collect(each, Tea, chat.Announcements[^1], chat.State.MemberIds);
            var isSame = Recipients.TryCollect(same, Tea, chat.Announcements[^1]);

            Assert.Equal(chat.Changes[^1] is MessageSent or TitleChanged && chat.Announcements[^1].ToMembers is not null, isSame);
            Assert.Equal(isSame, same.Count > 0);
            if (!isSame) continue;
            Assert.Equal(chat.State.MemberIds, each.Keys.Order());
            Assert.All(each.Values, offers => Assert.Equal(same, offers));
        }
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void The_ids_of_members_are_theirs_in_order_whatever_happens(int seed)
    {
        var random = new Random(seed);
        var chat = new Chat(Group(Crowd[0], Guests));
        for (var step = 0; step < 60; step++)
        {
            var before = chat.State.MemberIds;
            var change = chat.Do(Any(random, chat)) is Verdict.Accepted(var accepted) ? accepted : null;

            Assert.Equal(chat.State.Members.Keys.Order(), chat.State.MemberIds);
            if (change is null or MessageSent or TitleChanged) Assert.Same(before, chat.State.MemberIds);
        }
    }

    public static TheoryData<int> AllSeeds() => Seeds.UpTo(20);

    private static TimelineCommand Any(Random random, Chat chat)
    {
        var guest = random.Pick(Guests);
        var owner = chat.Owners.First();
        return random.Next(7) switch
        {
            0 => Rename(owner, $"{random.Next()}"),
            1 => Bulk(owner, [.. Guests.Where(_ => random.Next(3) == 0)], []),
            2 => Bulk(owner, [], [.. Guests.Where(_ => random.Next(4) == 0)]),
            3 => Put(owner, guest, random.Pick([MemberRole.Member, MemberRole.Owner])),
            4 => Leave(guest),
            _ => Send(Crowd[1], $"{random.Next()}"),
        };
    }

    private static int Announce(
        Chat chat, List<IReadOnlyCollection<UserId>> present, Dictionary<UserId, List<Offer>> told, int from)
    {
        var offers = new Dictionary<UserId, List<Offer>>();
        for (var i = from; i < chat.Announcements.Count; i++)
            Recipients.Collect(offers, Tea, chat.Announcements[i], present[i]);
        foreach (var (user, list) in told)
            foreach (var offer in offers.GetValueOrDefault(user, []))
                Take(list, offer);
        return chat.Announcements.Count;
    }

    /// <summary>The Inbox tells itself of what its large group did since.</summary>
    private static void Sync(Chat chat, UserId user, List<Offer> told)
    {
        if (chat.State.Members.ContainsKey(user))
            Take(told, new(Tea, chat.State.LargeChange, new EntryContent.Advanced(chat.State.Head, ChangeNo.None)));
    }

    private static void Take(List<Offer> told, Offer offer)
    {
        if (told.Count == 0 || offer.Change > told[^1].Change) told.Add(offer);
    }

    private static void AssertTold(UserId user, Change change, IReadOnlyCollection<UserId> present, List<Offer> told)
    {
        var itself = told.Where(offer => offer.Change == change.No).Select(offer => offer.Content).ToList();
        var next = told.Find(offer => offer.Change >= change.No)?.Contents.First();
        var members = (change as ConversationCreated)?.Members ?? (change as MembersChanged)?.Members ?? [];

        if (members.Any(member => member.User == user)) Assert.IsType<EntryContent.Member>(Assert.Single(itself));
        else if (!present.Contains(user)) Assert.Empty(itself);
        else if (present.Count > Limits.SmallGroupMembersMax) Assert.IsType<EntryContent.Advanced>(next);
        else if (change is MessageSent sent) Assert.Equal(new EntryContent.Message(sent.Seq), Assert.Single(itself));
        else Assert.IsNotType<EntryContent.Advanced>(Assert.Single(itself));
    }
}
