using MessageSync.Conformance;
using MessageSync.Storage.InMemory;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Tests;

/// <summary>A writer that died may have one batch on its way yet.</summary>
public sealed class InMemoryWriterDeathTests
{
    private readonly InMemoryStore _store = new(new Epoch("00000001"));

    [Fact]
    public async Task A_commit_that_arrives_before_the_fence_is_taken_over()
    {
        var dead = _store.OpenWriter();
        dead.Abandon();
        await dead.CommitAsync(1, [StoreDriver.Decide(Tea, null, Noon, Create(Ann))], default);

        var left = await _store.OpenWriter().TakeOverAsync(default);

        Assert.Equal(new JournalKey(dead.Id, 1), Assert.Single(left.Rows).Key);
    }

    [Fact]
    public async Task A_commit_that_arrives_after_the_fence_stores_nothing()
    {
        var dead = _store.OpenWriter();
        dead.Abandon();

        await _store.OpenWriter().TakeOverAsync(default);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => dead.CommitAsync(1, [StoreDriver.Decide(Tea, null, Noon, Create(Ann))], default));
        Assert.Null(await _store.Timelines.LoadAsync(Tea, default));
    }

    [Fact]
    public async Task A_disposed_writer_writes_no_more()
    {
        var writer = _store.OpenWriter();
        await writer.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.FenceAsync(1, default));
    }
}
