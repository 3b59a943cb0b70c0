using MessageSync.FanOut;
using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.Tests.FanOut;

/// <summary>Hosts that share a store set offers aside without getting into each other's way.</summary>
public sealed class LagsTests : IGroupCommit
{
    private static readonly UserId s_bob = new("bob");
    private static readonly ConversationId s_tea = new("tea");
    private static readonly Offer[] s_offers = [new(s_tea, new(1), new EntryContent.Message(new(1)))];

    private readonly List<Lag> _stored = [];

    [Fact]
    public async Task Two_hosts_never_give_the_same_number()
    {
        var (one, other) = (new Lags(this, "writer-1"), new Lags(this, "writer-2"));

        for (var i = 0; i < 10; i++)
        {
            await one.SetAsideAsync(s_bob, s_tea, s_offers);
            await other.SetAsideAsync(s_bob, s_tea, s_offers);
        }

        Assert.Equal(20, _stored.Select(lag => lag.No).Distinct().Count());
    }

    [Fact]
    public async Task What_joins_others_has_a_greater_number_whoever_set_those_aside()
    {
        var (one, other) = (new Lags(this, "writer-1"), new Lags(this, "writer-2"));
        for (var i = 0; i < 5; i++) await one.SetAsideAsync(s_bob, s_tea, s_offers);
        other.Load([.. _stored]);

        var joined = await other.JoinAsync(s_bob, s_tea, s_offers);

        Assert.True(joined);
        Assert.True(_stored[^1].No > _stored.SkipLast(1).Max(lag => lag.No));
    }

    [Fact]
    public async Task What_is_known_is_not_taken_in_again()
    {
        var lags = new Lags(this, "writer-1");
        await lags.SetAsideAsync(s_bob, s_tea, s_offers);

        var again = lags.Load([.. _stored]);
        var offered = 0;
        await lags.DrainAsync(s_bob, s_tea, _ =>
        {
            offered++;
            return Task.CompletedTask;
        });

        Assert.Equal((0, 1), (again, offered));
        Assert.Empty(lags.All);
    }

    Task<CommitResult> IGroupCommit.CommitAsync(StoreWrite write)
    {
        if (write is LagWrite lag) _stored.Add(lag.Lag);
        return Task.FromResult(new CommitResult(WriteOutcome.Stored, () => { }));
    }
}
