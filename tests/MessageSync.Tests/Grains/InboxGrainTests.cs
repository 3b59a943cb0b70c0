using MessageSync.Grains;
using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;
using MessageSync.Storage.Tests;

namespace MessageSync.Tests.Grains;

/// <summary>An Inbox that leaves memory.</summary>
public sealed class InboxGrainTests : IGroupCommit, IActivation
{
    private static readonly Offer s_offer = new(new("tea"), new(1), new EntryContent.Message(new(1)));

    private readonly TaskCompletionSource<CommitResult> _stored = new();
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task It_leaves_when_what_it_was_offered_is_stored()
    {
        await using var store = new InMemoryStore();
        var inbox = Inbox(store);
        var offered = inbox.OfferAsync([s_offer]);

        var leaving = inbox.RestAsync(CancellationToken.None);
        Assert.False(leaving.IsCompleted);
        _stored.SetResult(new(WriteOutcome.Stored, () => { }));

        await leaving;
        await offered;
    }

    [Fact]
    public async Task It_leaves_after_five_seconds_though_the_store_does_not_answer()
    {
        await using var store = new InMemoryStore();
        var inbox = Inbox(store);
        _ = inbox.OfferAsync([s_offer]);

        var leaving = inbox.RestAsync(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(leaving.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        await leaving;
    }

    [Fact]
    public async Task With_nothing_under_way_it_leaves_at_once()
    {
        await using var store = new InMemoryStore();

        Assert.True(Inbox(store).RestAsync(CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Told_to_hurry_it_leaves_at_once()
    {
        await using var store = new InMemoryStore();
        var inbox = Inbox(store);
        _ = inbox.OfferAsync([s_offer]);
        using var hurry = new CancellationTokenSource();
        var leaving = inbox.RestAsync(hurry.Token);

        hurry.Cancel();

        await leaving;
    }

    Task<CommitResult> IGroupCommit.CommitAsync(StoreWrite write) => _stored.Task;

    void IActivation.Enter() { }

    void IActivation.Leave() { }

    private InboxGrain Inbox(InMemoryStore store) => new(new("ann"), this, new(
        store.Timelines, store.Inboxes, store.Directory, this, null!, null!, new Epoch("00000001"), new(null), new(), _clock,
        CancellationToken.None));
}
