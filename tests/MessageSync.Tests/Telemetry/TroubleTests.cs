using System.Diagnostics.Metrics;
using MessageSync.Inboxes;
using MessageSync.Storage;
using MessageSync.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using static MessageSync.Tests.TestHost;

namespace MessageSync.Tests.Telemetry;

/// <summary>Trouble is counted by its kind.</summary>
public sealed class TroubleTests
{
    [Theory]
    [InlineData("fenced")]
    [InlineData("outcome-unknown")]
    [InlineData("halved")]
    public async Task A_batch_that_was_not_simply_stored_is_counted_by_the_reason(string reason)
    {
        var (least, isOver) = (reason == "halved" ? 2 : 1, true);
        await using var host = await StartAsync(services: services => services.AddSingleton<IStoreOpener>(
            new Opener(writes => !isOver && writes >= least && (isOver = true) ? Trouble(reason) : null)));
        using var recorder = new Recorder(host.Services.GetRequiredService<IMeterFactory>());

        isOver = false;
        while (!isOver)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(
                _ => TryAsync(host.Sync.CreateGroupAsync(As("ann"), new(Guid.NewGuid().ToString("N")), new([])))));
        }

        Assert.Equal(1, recorder.Sum("messagesync.commit.retries", ("messagesync.reason", reason)));
        Assert.Equal(1, recorder.Sum("messagesync.commit.retries"));
    }

    [Fact]
    public async Task Offers_that_an_Inbox_does_not_take_are_counted_until_they_are_set_aside()
    {
        await using var host = await StartAsync(services: services => services.AddSingleton<IStoreOpener>(
            new Opener(_ => null) { HasSickInboxes = true }));
        using var recorder = new Recorder(host.Services.GetRequiredService<IMeterFactory>());

        await host.Sync.CreateGroupAsync(As("ann"), new("tea"), new([new("bob")]));

        await recorder.UntilAsync(
            () => recorder.Sum("messagesync.fanout.offers", ("messagesync.outcome", "set-aside")) > 0, "offers set aside");
        Assert.Equal(3, recorder.Sum("messagesync.fanout.offers", ("messagesync.outcome", "retried")));
        Assert.Equal(1, recorder.Sum("messagesync.fanout.offers", ("messagesync.outcome", "set-aside")));
        Assert.Equal(1, recorder.Sum("messagesync.fanout.offers", ("messagesync.outcome", "taken")));
        Assert.Equal(1, recorder.Now("messagesync.fanout.set_aside"));
        Assert.Equal(1, recorder.Sum("messagesync.writes", ("messagesync.write", "lag")));
    }

    [Fact]
    public async Task What_is_refused_for_a_full_queue_names_the_queue()
    {
        var gate = new TaskCompletionSource();
        await using var host = await StartAsync(
            options => options.WaitingMax = 10,
            services => services.AddSingleton<IStoreOpener>(new Opener(_ => null) { Gate = gate.Task }));
        using var recorder = new Recorder(host.Services.GetRequiredService<IMeterFactory>());

        var calls = Enumerable.Range(0, 20).Select(
            _ => host.Sync.CreateGroupAsync(As("ann"), new("tea"), new([]))).ToList();

        var waiting = recorder.Now("messagesync.commands");
        gate.SetResult();
        var refused = (await Task.WhenAll(calls)).Count(answer => answer.Refusal is Refusal.Overloaded);
        Assert.True(refused > 0);
        Assert.Equal(refused, recorder.Sum("messagesync.overloads", ("messagesync.queue", "conversation")));
        Assert.Equal(calls.Count - refused, waiting);
        Assert.Equal(0, recorder.Now("messagesync.commands"));
    }

    private static async Task TryAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (StoreUnavailableException)
        {
            // While it is asked what became of a batch nothing is taken in.
        }
    }

    private static Exception Trouble(string reason) => reason switch
    {
        "fenced" => new WriterFencedException("writer"),
        "outcome-unknown" => new StoreUnavailableException(),
        _ => new InvalidOperationException("Something in it cannot be stored."),
    };

    /// <summary>Opens an in-memory store with trouble in it.</summary>
    /// <param name="trouble">What happens to a batch of so many writes; null where it is stored.</param>
    private sealed class Opener(Func<int, Exception?> trouble) : IStoreOpener
    {
        private int _loads;

        public bool HasSickInboxes { get; init; }

        /// <summary>No Timeline is loaded before.</summary>
        public Task Gate { get; init; } = Task.CompletedTask;

        public Task<IStore> OpenAsync(CancellationToken ct) => Task.FromResult(Intercepted<IStore>.Around(
            new InMemoryStore(),
            (method, result) => method.Name switch
            {
                nameof(IStore.OpenWriters) => Troubled((IReadOnlyList<IStoreWriter>)result()!),
                "get_Inboxes" => Sick((IInboxStore)result()!),
                "get_Timelines" => Gated((ITimelineStore)result()!),
                _ => result(),
            }));

        private IReadOnlyList<IStoreWriter> Troubled(IReadOnlyList<IStoreWriter> writers) =>
            [.. writers.Select(writer => new TroubledWriter(writer, trouble))];

        /// <summary>Users are told in their order: all but the first cannot be loaded.</summary>
        private IInboxStore Sick(IInboxStore inboxes) => Intercepted<IInboxStore>.Around(
            inboxes,
            (method, result) => method.Name == nameof(IInboxStore.LoadAsync) && HasSickInboxes
                && Interlocked.Increment(ref _loads) > 1
                ? Task.FromException<Inbox>(new InvalidOperationException("The Inbox cannot be read."))
                : result());

        private ITimelineStore Gated(ITimelineStore timelines) => Intercepted<ITimelineStore>.Around(
            timelines,
            (method, result) => method.Name == nameof(ITimelineStore.LoadAsync) && !Gate.IsCompleted
                ? AfterAsync((Task<Timelines.Timeline?>)result()!)
                : result());

        private async Task<Timelines.Timeline?> AfterAsync(Task<Timelines.Timeline?> loaded)
        {
            await Gate;
            return await loaded;
        }
    }

    private sealed class TroubledWriter(IStoreWriter inner, Func<int, Exception?> trouble) : IStoreWriter
    {
        public string Id => inner.Id;

        public Task<IReadOnlyList<WriteOutcome>> CommitAsync(
            long batch, IReadOnlyList<StoreWrite> writes, CancellationToken ct) => trouble(writes.Count) is { } failure
            ? Task.FromException<IReadOnlyList<WriteOutcome>>(failure)
            : inner.CommitAsync(batch, writes, ct);

        public Task<JournalRow?> FenceAsync(long batch, CancellationToken ct) => inner.FenceAsync(batch, ct);

        public Task<LeftBehind> TakeOverAsync(CancellationToken ct) => inner.TakeOverAsync(ct);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
