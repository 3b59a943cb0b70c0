using MessageSync.Inboxes;
using MessageSync.Orleans.Hosting;
using MessageSync.Orleans.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MessageSync.Orleans.Tests.Hosting;

public sealed class SiloOffersTests
{
    [Fact]
    public async Task A_batch_is_not_worked_on_by_the_scheduler_that_it_came_on()
    {
        await using var cluster = await Cluster.StartAsync(1);
        await cluster.Client.SyncAsync(Cluster.As("bob"), new() { Limit = 0 });
        var offers = cluster.Silos[0].ServiceProvider.GetRequiredService<SiloOffers>();
        var offer = new Offer(new("tea"), new(1), new EntryContent.Message(new(1)));
        var scheduler = new CountingScheduler();

        var left = await Task.Factory.StartNew(
            () => offers.TakeAsync([new(new("bob"), [offer])]), CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();

        Assert.Empty(left);
        Assert.Equal(1, scheduler.Count);
    }

    private sealed class CountingScheduler : TaskScheduler
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        protected override void QueueTask(Task task)
        {
            Interlocked.Increment(ref _count);
            ThreadPool.UnsafeQueueUserWorkItem(_ => TryExecuteTask(task), null);
        }

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
