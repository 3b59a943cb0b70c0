using MessageSync.Conformance;
using MessageSync.Inboxes;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Tests;

/// <summary>Several writers take from one queue.</summary>
public sealed class WriteQueueTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly ManualClock _clock = new();
    private readonly GroupCommitOptions _options = new();
    private readonly WriteQueue _queue;

    public WriteQueueTests()
    {
        _queue = new(_options, _clock);
        _queue.Join();
        _queue.Join();
    }

    [Fact]
    public async Task What_comes_while_one_stores_waits_for_it_and_makes_the_next_batch_larger()
    {
        var idle = OneStoresAndOneIsIdle();

        Put(100);

        Assert.False(idle.IsCompleted);
        Assert.True(await _queue.IsDueAsync(hasStored: true).WaitAsync(s_patience));
        Assert.False(idle.IsCompleted);
        Assert.Equal(100, _queue.Take().Count);
    }

    [Fact]
    public async Task Another_begins_beside_it_with_a_large_batch()
    {
        var idle = OneStoresAndOneIsIdle();

        Put(255);
        Assert.False(idle.IsCompleted);
        Put(1);

        Assert.True(await idle.WaitAsync(s_patience));
        Assert.Equal(256, _queue.Take().Count);
    }

    [Fact]
    public async Task A_batch_is_large_by_its_rows()
    {
        var idle = OneStoresAndOneIsIdle();

        _ = _queue.CommitAsync(Offer(entries: 255));
        Assert.False(idle.IsCompleted);
        _ = _queue.CommitAsync(Offer(entries: 1, to: Bob));

        Assert.True(await idle.WaitAsync(s_patience));
        Assert.Equal(2, _queue.Take().Count);
    }

    [Theory]
    [InlineData(511, 511)]
    [InlineData(512, 256)]
    [InlineData(1001, 501)]
    public async Task Two_large_batches_are_shared(int waiting, int first)
    {
        Put(waiting);
        await _queue.IsDueAsync(hasStored: false).WaitAsync(s_patience);

        Assert.Equal(first, _queue.Take().Count);

        if (waiting == first) return;
        Assert.True(await _queue.IsDueAsync(hasStored: false).WaitAsync(s_patience));
        Assert.Equal(waiting - first, _queue.Take().Count);
    }

    [Fact]
    public async Task Whoever_is_the_only_one_left_takes_all()
    {
        Put(1);
        await _queue.IsDueAsync(hasStored: false).WaitAsync(s_patience);
        _queue.Take();
        Assert.Empty(_queue.GoDown());
        Put(512);

        Assert.True(await _queue.IsDueAsync(hasStored: false).WaitAsync(s_patience));
        Assert.Equal(512, _queue.Take().Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_begins_beside_one_that_takes_too_long(bool isWaitedFor)
    {
        var idle = OneStoresAndOneIsIdle();
        _ = _queue.CommitAsync(isWaitedFor ? Write() : Offer());

        _clock.Advance(_options.PatienceMax - TimeSpan.FromMilliseconds(1));
        Assert.False(idle.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(await idle.WaitAsync(s_patience));
        Assert.Single(_queue.Take());
    }

    [Fact]
    public async Task One_that_lost_the_store_leaves_what_waits_to_another_and_the_last_refuses_it()
    {
        var idle = OneStoresAndOneIsIdle();
        Put(1);

        Assert.Empty(_queue.GoDown());
        Assert.True(await idle.WaitAsync(s_patience));
        Assert.Single(_queue.Take());
        var waiting = _queue.CommitAsync(Write());
        Assert.Single(_queue.GoDown());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _queue.CommitAsync(Write()));

        _queue.ComeBack();
        _ = _queue.CommitAsync(Write());
        Assert.True(await _queue.IsDueAsync(hasStored: true).WaitAsync(s_patience));
        Assert.Single(_queue.Take());
        Assert.False(waiting.IsCompleted);   // whoever was handed it refuses it
    }

    [Fact]
    public async Task What_waits_when_it_is_closed_is_stored_by_whoever_is_at_work()
    {
        var idle = OneStoresAndOneIsIdle();
        Put(1);

        _queue.Close();

        Assert.False(await idle.WaitAsync(s_patience));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _queue.CommitAsync(Write()));
        Assert.True(await _queue.IsDueAsync(hasStored: true).WaitAsync(s_patience));
        Assert.Single(_queue.Take());
        Assert.False(await _queue.IsDueAsync(hasStored: true).WaitAsync(s_patience));
    }

    [Fact]
    public async Task Two_writes_of_one_grain_go_in_two_batches_and_what_comes_after_them_keeps_its_place()
    {
        var run = StoreDriver.Decide(Tea, null, Noon, Create(Ann));
        var devices = new DevicesWrite(Ann, new Dictionary<DeviceId, DeviceCursor?>());
        StoreWrite[] first = [run, devices, Offer()];
        StoreWrite[] second = [run, devices, StoreDriver.Decide(Cake, null, Noon, Create(Ann)), Write(), Offer(), Offer(to: Bob)];
        foreach (var write in first.Concat(second)) _ = _queue.CommitAsync(write);

        await _queue.IsDueAsync(hasStored: false).WaitAsync(s_patience);

        Assert.Equal(first, _queue.Take().Select(one => one.Write));
        Assert.True(await _queue.IsDueAsync(hasStored: true).WaitAsync(s_patience));
        Assert.Equal(second, _queue.Take().Select(one => one.Write));
    }

    private Task<bool> OneStoresAndOneIsIdle()
    {
        Put(1);
        Assert.True(_queue.IsDueAsync(hasStored: false).IsCompletedSuccessfully);
        Assert.Single(_queue.Take());
        return _queue.IsDueAsync(hasStored: false);
    }

    private void Put(int writes)
    {
        for (var i = 0; i < writes; i++) _ = _queue.CommitAsync(Write());
    }

    private static LagClear Write() => new(1);

    /// <summary>Nobody waits for it.</summary>
    private static InboxWrite Offer(int entries = 1, UserId? to = null) => new(
        new InboxRun(
            to ?? Ann, InboxSeqNo.None, Noon,
            [.. Enumerable.Range(1, entries).Select(no => new InboxEntry(new(no), Noon, Tea, new EntryContent.Message(new(no))))],
            [], [],
            new(entries)),
        null);
}
