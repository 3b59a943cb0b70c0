using MessageSync.Inboxes;
using MessageSync.Orleans.Hosting;

namespace MessageSync.Orleans.Tests.Hosting;

public sealed class OfferLaneTests
{
    private static readonly Offer[] s_offers = [new(new("tea"), new(1), new EntryContent.Message(new(1)))];

    private readonly FakeSilo _silo = new();
    private readonly List<UserId> _called = [];
    private readonly OfferLane _lane;
    private int _lost;

    public OfferLaneTests() => _lane = new(_silo, CallAsync, () => _lost++);

    [Fact]
    public async Task Who_is_not_taken_is_called_in_the_ordinary_way()
    {
        _silo.Answer = batch => Task.FromResult<int[]>([.. Enumerable.Range(0, batch.Length).Where(i => batch[i].Owner.Value == "bob")]);

        await Task.WhenAll(Offer("ann"), Offer("bob"), Offer("cid"));

        Assert.Equal([new UserId("bob")], _called);
    }

    [Fact]
    public async Task Where_a_silo_does_not_answer_all_are_called_in_the_ordinary_way()
    {
        _silo.Answer = _ => Task.FromException<int[]>(new TimeoutException());

        await Task.WhenAll(Offer("ann"), Offer("bob"));

        Assert.Equal([new UserId("ann"), new UserId("bob")], _called);
        Assert.Equal(2, _lost);
    }

    [Fact]
    public async Task What_comes_while_two_batches_are_under_way_goes_in_one()
    {
        var gate = new TaskCompletionSource<int[]>();
        _silo.Answer = _ => gate.Task;

        var offered = Enumerable.Range(0, 10).Select(i => Offer($"user-{i}")).ToArray();
        gate.SetResult([]);
        await Task.WhenAll(offered);

        Assert.Equal([1, 1, 8], _silo.Batches);
        Assert.Empty(_called);
    }

    private Task Offer(string user) => _lane.OfferAsync(new(user), s_offers);

    private Task CallAsync(UserId owner, IReadOnlyList<Offer> offers)
    {
        Assert.Equal(s_offers, offers);
        _called.Add(owner);
        return Task.CompletedTask;
    }

    /// <summary>Another silo.</summary>
    private sealed class FakeSilo : ISiloService
    {
        public Func<InboxOffers[], Task<int[]>> Answer { get; set; } = _ => Task.FromResult<int[]>([]);

        public List<int> Batches { get; } = [];

        public Task<int[]> TakeAsync(InboxOffers[] batch)
        {
            Batches.Add(batch.Length);
            return Answer(batch);
        }

        public Task TellAsync(UserId[] users, Signal signal) => Task.CompletedTask;
    }
}
