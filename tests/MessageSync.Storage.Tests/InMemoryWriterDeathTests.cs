using MessageSync.Conformance;
using MessageSync.Storage.InMemory;
using static MessageSync.Conformance.Samples;

namespace MessageSync.Storage.Tests;

/// <summary>A writer that died may have one batch on its way yet.</summary>
public sealed class InMemoryWriterDeathTests
{
    [Fact]
    public async Task A_commit_that_arrives_before_the_fence_is_taken_over()
    {
        await using var store = new InMemoryStore();
        var dead = store.OpenWriter();
        dead.Abandon();
        await dead.CommitAsync(1, [StoreDriver.Decide(Tea, null, Noon, Create(Ann))], default);

        var left = await store.OpenWriter().TakeOverAsync(default);

        Assert.Equal(new JournalKey(dead.Id, 1), Assert.Single(left.Rows).Key);
    }

    [Fact]
    public async Task A_commit_that_arrives_after_the_fence_stores_nothing()
    {
        await using var store = new InMemoryStore();
        var dead = store.OpenWriter();
        dead.Abandon();

        await store.OpenWriter().TakeOverAsync(default);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => dead.CommitAsync(1, [StoreDriver.Decide(Tea, null, Noon, Create(Ann))], default));
        Assert.Null(await store.Timelines.LoadAsync(Tea, default));
    }
}
