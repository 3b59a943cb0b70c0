using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

/// <summary>
/// Goal: whatever is asked in whatever runs, and wherever the process stops, changes and messages stay 1 … n, times never
/// decrease, a send key names one message, and nobody was told of what rolled back.
/// Method: random commands in runs of which some are lost; what was stored is the model.
/// </summary>
public sealed class TimelinePropertyTests
{
    private static readonly IReadOnlyList<UserId> Everybody = Users(5);

    [Theory]
    [MemberData(nameof(AllSeeds)), Trait("Trap", "T1"), Trait("Trap", "T23"), Trait("Trap", "T35")]
    public void Numbers_stay_dense_times_ordered_and_keys_unique_under_retries_and_lost_runs(int seed)
    {
        var random = new Random(seed);
        var (stored, now) = (new List<Change>(), Noon);
        Timeline? state = null;

        for (var run = 0; run < 60; run++)
        {
            now += TimeSpan.FromSeconds(random.Next(-5, 10));
            var draft = new TimelineDraft(Tea, state, new(4, TimeSpan.FromDays(1)));
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                var command = Any(random);
                if (draft.Next(command, Known(stored, command), now) is not { } verdict) break;
                AssertTrueWithout(draft, state, verdict, command, Known(stored, command), now);
            }
            if (draft.Changes.Count == 0 || random.Next(5) == 0) continue;   // lost: nothing of it was stored

            stored.AddRange(draft.Changes);
            state = draft.After;
            if (random.Next(5) == 0) state = Replay(stored);
        }

        var sent = stored.OfType<MessageSent>().ToList();
        Assert.Equal(Enumerable.Range(1, stored.Count), stored.Select(change => (int)change.No.Value));
        Assert.Equal(Enumerable.Range(1, sent.Count), sent.Select(message => (int)message.Seq.Value));
        Assert.Equal(sent.Select(message => message.At).Order(), sent.Select(message => message.At));
        Assert.Equal(sent.Count, sent.DistinctBy(message => (message.Sender, message.SendKey)).Count());
        Assert.Equal((stored.Count, sent.Count), ((int)(state?.Change.Value ?? 0), (int)(state?.Head.Value ?? 0)));
    }

    /// <summary>Goal: a group with members has an owner, as long as nobody empties it. Method: random management.</summary>
    [Theory]
    [MemberData(nameof(AllSeeds))]
    public void A_group_with_members_always_has_an_owner(int seed)
    {
        var random = new Random(seed);
        var chat = new Chat(Group(Everybody[0], [.. Everybody.Skip(1)]));

        for (var step = 0; step < 100; step++)
        {
            var command = Any(random) with { Caller = random.Next(3) == 0 ? Backend : new(random.Pick(Everybody)) };
            if (command is ChangeMembers or PutMember or RemoveMember) chat.Do(command);
            if (chat.State.Members.IsEmpty) return;

            Assert.NotEmpty(chat.Owners);
        }
    }

    public static TheoryData<int> AllSeeds() => Seeds.UpTo(100);

    private static TimelineCommand Any(Random random)
    {
        var (user, other) = (random.Pick(Everybody), random.Pick(Everybody));
        return random.Next(10) switch
        {
            0 => Group(user, other),
            1 => Rename(user, random.Pick(["Tea", "Cake"])),
            2 => Put(user, other, random.Pick<MemberRole?>([null, MemberRole.Member, MemberRole.Owner])),
            3 => Bulk(user, [other], [.. Everybody.Where(one => one != other && random.Next(3) == 0)]),
            4 => Leave(user),
            5 => Put(user, other) with { Caller = Backend },
            _ => Send(user, random.Pick(["a", "b"]), $"k{random.Next(20)}"),
        };
    }

    /// <summary>A refusal or a repeat is as true of what is stored as of what the run would make of it.</summary>
    private static void AssertTrueWithout(
        TimelineDraft draft, Timeline? state, Verdict verdict, TimelineCommand command, KnownSend? known, DateTimeOffset now)
    {
        if (verdict is Verdict.Accepted) return;

        Assert.Equal(verdict, new TimelineDraft(Tea, state, new(4, TimeSpan.FromDays(1))).Next(command, known, now));
        Assert.Equal(verdict, new TimelineDraft(Tea, draft.After, new(4, TimeSpan.FromDays(1))).Next(command, known, now));
    }

    private static KnownSend? Known(IEnumerable<Change> stored, TimelineCommand command) => stored.OfType<MessageSent>()
        .Where(sent => command is SendMessage send && (sent.Sender, sent.SendKey) == (send.Caller.User, send.SendKey))
        .Select(sent => new KnownSend(sent.Seq, sent.At, sent.Fingerprint)).SingleOrDefault();

    private static Timeline Replay(IReadOnlyList<Change> stored) => stored.Skip(1).Aggregate(
        Timeline.Of(Tea, (ConversationCreated)stored[0]), (timeline, change) => timeline.Apply(change));
}
