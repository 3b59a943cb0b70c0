using MessageSync.Grains;
using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.Tests;

public sealed class CacheTests
{
    [Fact]
    public void Of_send_keys_the_newest_are_known_and_no_more_than_there_is_room_for()
    {
        var cache = new SendKeyCache(3);

        for (var i = 1; i <= 10; i++) cache.Add(new("ann"), new($"k{i}"), Sent(i));

        Assert.Equal(3, cache.Count);
        Assert.Null(cache.Find(Send("k7")));
        for (var i = 8; i <= 10; i++) Assert.Equal(Sent(i), cache.Find(Send($"k{i}")));
    }

    [Fact]
    public void A_send_key_that_is_known_already_takes_no_room()
    {
        var cache = new SendKeyCache(2);

        for (var i = 0; i < 5; i++) cache.Add(new("ann"), new("k1"), Sent(1));
        cache.Add(new("bob"), new("k1"), Sent(2));

        Assert.Equal(2, cache.Count);
        Assert.Equal(Sent(1), cache.Find(Send("k1")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public void What_an_Inbox_was_told_of_stays_within_its_room_and_is_never_old(int perRun)
    {
        var cache = new ToldCache(10);
        var newest = new Dictionary<ConversationId, ChangeNo>();

        for (var change = 1; change <= 100; change++)
        {
            var told = Enumerable.Range(0, perRun)
                .Select(i => new Told(new($"c{(change + i) % 60}"), new(change), new(change))).ToList();
            foreach (var one in told) newest[one.Conversation] = one.Change;
            cache.Add(told);

            Assert.InRange(cache.Known.Count, 1, 10);
            Assert.All(cache.Known, known => Assert.Equal(newest[known.Key], known.Value));
        }
    }

    private static KnownSend Sent(long seq) => new(new(seq), DateTimeOffset.UnixEpoch, default);

    private static SendMessage Send(string key) =>
        new(TestHost.As("ann"), new(key), TestHost.Text("hello"));
}
