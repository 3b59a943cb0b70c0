using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Inboxes;

/// <summary>
/// Goal: an Inbox neither loses nor doubles nor reorders, however offers are batched, repeated and mixed with those of
/// other conversations. Method: random offers of three conversations; the model keeps every message and of each other
/// kind the last, merged by hand.
/// </summary>
public sealed class InboxPropertyTests
{
    private static readonly ConversationId[] Conversations = [new("a"), new("b"), new("c")];
    private static readonly IReadOnlyList<UserId> Everybody = Users(70);

    [Theory]
    [MemberData(nameof(AllSeeds)), Trait("Trap", "T22"), Trait("Trap", "T27"), Trait("Trap", "T31")]
    public void Whatever_is_batched_and_repeated_everything_is_told_once_in_change_order(int seed)
    {
        var random = new Random(seed);
        var offers = Conversations.ToDictionary(id => id, id => Any(random, id));

        var box = Deliver(random, offers);

        Assert.All(Conversations, id => Assert.Equal(
            Model(offers[id]),
            box.Entries.Where(entry => entry.Conversation == id).Select(entry => Box.Text(entry.Content)),
            StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void How_offers_are_batched_makes_no_difference_in_the_end(int seed)
    {
        var random = new Random(seed);
        var offers = Conversations.ToDictionary(id => id, id => Any(random, id));

        var (one, other) = (Deliver(random, offers), Deliver(random, offers));

        Assert.Equal(
            one.Told.Order(StringComparer.Ordinal), other.Told.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(one.State.Head, other.State.Head);
    }

    [Theory]
    [MemberData(nameof(AllSeeds)), Trait("Trap", "T13"), Trait("Trap", "T35")]
    public void Places_and_times_only_grow(int seed)
    {
        var random = new Random(seed);
        var (box, head) = (new Box(Everybody[0]), InboxSeqNo.None);

        foreach (var offer in Any(random, Tea))
        {
            box.Now += TimeSpan.FromSeconds(random.Next(-9, 10));
            box.Offer(offer);

            Assert.Equal(head.Next(), box.State.Head);
            Assert.Equal(box.Entries.OrderBy(entry => entry.Seq), box.Entries);
            Assert.Equal(box.Entries.OrderBy(entry => entry.At).ThenBy(entry => entry.Seq), box.Entries);
            head = box.State.Head;
        }
    }

    public static TheoryData<int> AllSeeds() => Seeds.UpTo(50);

    /// <summary>Brings all offers, those of one conversation in order, again and again in part.</summary>
    private static Box Deliver(Random random, Dictionary<ConversationId, List<Offer>> offers)
    {
        var box = new Box(Everybody[0]);
        var next = offers.Keys.ToDictionary(id => id, _ => 0);
        while (next.Any(at => at.Value < offers[at.Key].Count))
        {
            var batch = new List<Offer>();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                var id = random.Pick(Conversations);
                var from = Math.Max(0, next[id] - random.Next(6));
                var some = offers[id].Skip(from).Take(random.Next(1, 12)).ToList();
                next[id] = Math.Max(next[id], from + some.Count);
                batch.AddRange(some);
            }
            if (random.Next(5) > 0) box.Offer(batch);
            else foreach (var offer in batch) box.Offer(offer);
        }
        return box;
    }

    private static List<Offer> Any(Random random, ConversationId id)
    {
        var (offers, change, seq) = (new List<Offer>(), 0L, 0L);
        for (var i = random.Next(60); i > 0; i--)
        {
            change += random.Next(1, 3);
            EntryContent content = random.Next(5) switch
            {
                0 => new EntryContent.Conversation($"title {change}"),
                1 => new EntryContent.Advanced(new(seq), new(change)),
                2 => new EntryContent.Member(
                    [.. Everybody.Where(_ => random.Next(10) == 0).Select(user => new MemberNews(
                        user, MemberChangeKind.Joined, MemberRole.Member, new(change)))], false, (int)change),
                _ => new EntryContent.Message(new(++seq)),
            };
            offers.Add(new(id, new(change), content));
        }
        return offers;
    }

    private static IEnumerable<string> Model(IReadOnlyList<Offer> offers) => offers
        .Where((offer, i) => offer.Content is EntryContent.Message
            || !offers.Skip(i + 1).Any(newer => newer.Content.Kind == offer.Content.Kind))
        .Select(offer => Box.Text(offer.Content is EntryContent.Member
            ? offers.Select(other => other.Content).OfType<EntryContent.Member>()
                .Aggregate((older, newer) => (EntryContent.Member)newer.TakeIn(older, Everybody[0]))
            : offer.Content));
}
