using MessageSync.Storage.Sqlite.Engine;

namespace MessageSync.Storage.Sqlite.Tests;

public sealed class WorkQueueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Session _session;

    public WorkQueueTests()
    {
        Directory.CreateDirectory(_folder.DataFolder);
        _session = Opening.Writer(_folder.Database, new SqliteStoreOptions(), DateTimeOffset.UnixEpoch);
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Work_beyond_the_bound_is_refused_and_the_rest_is_done()
    {
        using var go = new ManualResetEventSlim();
        var begun = new TaskCompletionSource();
        var queue = new WorkQueue("test", [_session], max: 1);
        var first = queue.RunAsync(_ => { begun.SetResult(); go.Wait(); return 1; }, default);
        await begun.Task;
        var second = queue.RunAsync(_ => 2, default);

        await Assert.ThrowsAsync<StoreOverloadedException>(() => queue.RunAsync(_ => 3, default));
        go.Set();

        int[] both = [1, 2];
        Assert.Equal(both, await Task.WhenAll(first, second));
        await queue.DisposeAsync();
    }

    [Fact]
    public async Task Waiting_work_is_done_before_the_queue_ends()
    {
        using var go = new ManualResetEventSlim();
        var queue = new WorkQueue("test", [_session], max: 10);
        var first = queue.RunAsync(_ => { go.Wait(); return 1; }, default);
        var second = queue.RunAsync(_ => 2, default);

        var ended = queue.DisposeAsync();
        go.Set();
        await ended;

        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => queue.RunAsync(_ => 3, default));
    }

    [Fact]
    public async Task Work_that_was_cancelled_while_it_waited_is_not_done()
    {
        using var go = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var queue = new WorkQueue("test", [_session], max: 10);
        var done = false;
        var first = queue.RunAsync(_ => { go.Wait(); return 1; }, default);
        var second = queue.RunAsync(_ => done = true, cancel.Token);

        await cancel.CancelAsync();
        go.Set();

        await Assert.ThrowsAsync<TaskCanceledException>(() => second);
        Assert.False(done);
        Assert.Equal(1, await first);
        await queue.DisposeAsync();
    }
}
