using MessageSync.FanOut;
using MessageSync.Inboxes;
using MessageSync.Timelines;
using static MessageSync.Domain.Tests.Samples;

namespace MessageSync.Domain.Tests.Timelines;

public sealed class ReadTests
{
    private readonly Chat _chat = new(Group(Ann, Bob), Send(Ann, "a"), Send(Ann, "b"), Send(Ann, "c"));

    [Fact, Trait("Trap", "T16")]
    public void The_position_moves_forward_only()
    {
        Assert.Equal((Bob, new SeqNo(2)), ReaderAndPlace(_chat.Must(Read(Bob, 2))));

        _chat.Repeated(Read(Bob, 2));
        _chat.Repeated(Read(Bob, 1));
        _chat.Repeated(Read(Bob, 0));
        Assert.Equal(new SeqNo(2), _chat.State.Members[Bob].ReadUpTo);
    }

    [Fact]
    public void What_does_not_exist_cannot_be_read() =>
        Assert.Equal(new Refusal.BeyondHead("3"), _chat.Refused(Read(Bob, 4)));

    [Fact]
    public void Who_joins_has_read_what_was_before()
    {
        _chat.Must(Put(Ann, Cid));

        _chat.Repeated(Read(Cid, 3));
    }

    [Fact]
    public void Services_strangers_and_former_members_read_nothing()
    {
        _chat.Must(Leave(Bob));

        Assert.Equal(new Refusal.Forbidden(), _chat.Refused(new MoveRead(Backend, new(1))));
        Assert.Equal(new Refusal.ConversationNotFound(), _chat.Refused(Read(Dan, 1)));
        Assert.Equal(new Refusal.NotAMember(), _chat.Refused(Read(Bob, 1)));
    }

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Others_hear_of_it_in_small_conversations_the_reader_in_all(int members, bool hear)
    {
        var users = Users(members);
        var chat = new Chat(Group(users[0], [.. users.Skip(1)]), Send(users[0], "a"));
        chat.Must(Read(users[1], 1));

        var heard = Heard(chat);

        Assert.Contains(users[1], heard);
        Assert.Equal(hear ? members : 1, heard.Count);
    }

    [Fact]
    public void In_a_large_group_a_read_mark_is_no_news_to_the_others()
    {
        var users = Users(501);
        var chat = new Chat(Group(users[0], [.. users.Skip(1)]), Send(users[0], "a"));
        var before = chat.State.LargeChange;

        chat.Must(Read(users[1], 1));

        Assert.Equal(before, chat.State.LargeChange);
        Assert.Equal([users[1]], Heard(chat));
    }

    [Fact]
    public void In_a_large_group_the_reader_hears_first_what_happened_before()
    {
        var users = Users(501);
        var chat = new Chat(Group(users[0], [.. users.Skip(1)]), Send(users[0], "a"));
        chat.Must(Read(users[1], 1));

        var offers = new Dictionary<UserId, List<Offer>>();
        Recipients.Collect(offers, Tea, chat.Announcements[^1], chat.State.Members.Keys);

        Assert.Collection(
            offers[users[1]],
            first => Assert.Equal((new ChangeNo(2), new EntryContent.Advanced(new(1), ChangeNo.None)), (first.Change, first.Content)),
            then => Assert.IsType<EntryContent.Read>(then.Content));
    }

    private static (UserId, SeqNo) ReaderAndPlace(Change change) =>
        change is ReadMoved(_, _, var reader, var upTo) ? (reader, upTo) : default;

    private static List<UserId> Heard(Chat chat)
    {
        var offers = new Dictionary<UserId, List<Offer>>();
        Recipients.Collect(offers, Tea, chat.Announcements[^1], chat.State.Members.Keys);
        return [.. offers.Where(one => one.Value.Any(offer => offer.Content is EntryContent.Read)).Select(one => one.Key).Order()];
    }
}
