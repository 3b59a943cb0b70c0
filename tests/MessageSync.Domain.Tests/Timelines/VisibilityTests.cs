using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

public sealed class VisibilityTests
{
    [Fact, Trait("Trap", "T20")]
    public void Since_joining_one_sees_the_union_of_all_stays()
    {
        var chat = new Chat(
            Group(Ann), Send(Ann, "1"), Put(Ann, Bob), Send(Ann, "2"), Leave(Bob), Send(Ann, "3"),
            Put(Ann, Bob), Send(Ann, "4"));

        Assert.Equal([2, 4], chat.ViewOf(Bob).Visible().Numbers());
        Assert.Equal([1, 2, 3, 4], chat.ViewOf(Ann).Visible().Numbers());
    }

    [Fact, Trait("Trap", "T20")]
    public void With_all_history_a_former_member_sees_up_to_the_last_leaving_also_between_stays()
    {
        var chat = new Chat(
            Group(Ann) with { History = HistoryPolicy.All }, Send(Ann, "1"), Put(Ann, Bob), Leave(Bob),
            Send(Ann, "2"), Put(Ann, Bob), Leave(Bob), Send(Ann, "3"));

        Assert.Equal([1, 2], chat.ViewOf(Bob).Visible().Numbers());
    }

    [Fact]
    public void With_all_history_a_member_sees_what_was_before_them()
    {
        var chat = new Chat(Group(Ann) with { History = HistoryPolicy.All }, Send(Ann, "1"), Put(Ann, Bob));

        Assert.Equal([1], chat.ViewOf(Bob).Visible().Numbers());
    }

    [Fact]
    public void A_stranger_sees_nothing_and_a_service_everything()
    {
        var chat = new Chat(Group(Ann) with { History = HistoryPolicy.All }, Send(Ann, "1"));

        Assert.Empty(chat.ViewOf(Bob).Visible());
        Assert.Equal([1], chat.ViewOf(Backend.User).All().Numbers());
        Assert.Empty(new Chat(Group(Ann)).ViewOf(Ann).All());
    }

    [Theory]
    [InlineData(HistoryPolicy.SinceJoin)]
    [InlineData(HistoryPolicy.All)]
    public void What_one_hid_is_not_seen(HistoryPolicy history)
    {
        var chat = new Chat(Group(Ann) with { History = history }, Send(Ann, "1"), Send(Ann, "2"), Send(Ann, "3"));

        var seen = chat.ViewOf(Ann, hidden: SeqRanges.Of([Range(2, 2)])).Visible();

        Assert.Equal([1, 3], seen.Numbers());
    }

    [Fact]
    public void One_is_a_stranger_a_member_or_a_former_member()
    {
        var chat = new Chat(Group(Ann, Bob, Cid), Leave(Bob), Leave(Cid), Put(Ann, Cid));

        Assert.Equal(
            [Standing.Present, Standing.Former, Standing.Present, Standing.Stranger],
            new[] { Ann, Bob, Cid, Dan }.Select(user => chat.ViewOf(user).Standing));
    }

    [Fact, Trait("Trap", "T15")]
    public void A_deleted_chat_stays_out_of_the_list_until_a_newer_message()
    {
        var chat = new Chat(Group(Ann, Bob), Send(Bob, "1"));
        ConversationView View() => chat.ViewOf(Ann) with { Own = new(SeqRanges.Empty, UnlistedUpTo: new(1), false) };
        Assert.True(View().IsUnlisted);

        chat.Must(Send(Bob, "2"));

        Assert.False(View().IsUnlisted);
        Assert.False(chat.ViewOf(Ann).IsUnlisted);
    }

    [Fact, Trait("Trap", "T15")]
    public void A_chat_that_a_former_member_deleted_is_not_revived_by_what_they_do_not_see()
    {
        var chat = new Chat(Group(Ann, Bob), Send(Ann, "1"), Leave(Bob), Send(Ann, "2"));

        var view = chat.ViewOf(Bob) with { Own = new(SeqRanges.Empty, UnlistedUpTo: new(1), false) };

        Assert.True(view.IsUnlisted);
    }

    /// <summary>Goal: visible is what api.md says. Method: random joins, leaves, returns and messages; the model notes at
    /// each message who was in, and at each leaving what was there.</summary>
    [Theory]
    [MemberData(nameof(AllSeeds)), Trait("Trap", "T20")]
    public void Whatever_the_history_of_joining_and_leaving_everybody_sees_what_is_theirs(int seed)
    {
        var random = new Random(seed);
        var users = Users(6);
        var history = random.Pick([HistoryPolicy.SinceJoin, HistoryPolicy.All]);
        var chat = new Chat(new CreateConversation(Backend, ConversationKind.Group, history, null, [users[0]]));
        var present = users.ToDictionary(user => user, user => new HashSet<long>());

        for (var step = 0; step < 120; step++)
        {
            var user = random.Pick(users);
            var isIn = chat.State.Members.ContainsKey(user);
            if (isIn && random.Next(3) > 0) chat.Must(Send(user, $"{step}"));
            else if (isIn) chat.Must(Leave(user));
            else chat.Must(Put(user, user) with { Caller = Backend });

            foreach (var member in chat.State.Members.Keys)
                if (history == HistoryPolicy.All) present[member] = [.. Enumerable.Range(1, (int)chat.State.Head.Value)];
                else if (chat.Changes[^1] is MessageSent sent) present[member].Add(sent.Seq.Value);
        }

        foreach (var user in users)
        {
            var hidden = random.Ranges((int)chat.State.Head.Value + 1, random.Next(4));
            var expected = present[user].Except(hidden.Numbers()).Order();
            Assert.Equal(expected, chat.ViewOf(user, hidden).Visible().Numbers());
        }
    }

    public static TheoryData<int> AllSeeds() => Seeds.UpTo(50);
}
