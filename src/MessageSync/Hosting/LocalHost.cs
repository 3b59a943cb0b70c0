using MessageSync.FanOut;
using MessageSync.Grains;
using MessageSync.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MessageSync.Hosting;

/// <summary>
/// Runs all grains in this process, over one store. Starting opens the store, takes over what dead writers left and begins
/// to announce it before any call is taken; stopping saves what only memory has.
/// </summary>
internal sealed class LocalHost(
    IStoreOpener opener, IOptions<MessageSyncOptions> options, IOptions<GroupCommitOptions> commitOptions,
    TimeProvider clock, ILoggerFactory loggers) : IGrains, IHostedService, IDisposable
{
    private static readonly TimeSpan s_drainFor = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Running? _running;
    private int _stopped;

    /// <summary>The open store.</summary>
    /// <exception cref="InvalidOperationException">The host is not started.</exception>
    public IStore Store => Now.Store;

    /// <summary>The grains as callers see them.</summary>
    public IGrains Grains => Seen(this);

    public IDirectoryGrain Directory => Now.Directory;

    private Running Now => _running ?? throw new InvalidOperationException("MessageSync is used before its host started.");

    public ITimelineGrain Timeline(ConversationId id) => Now.Timeline(id);

    public IInboxGrain Inbox(UserId owner) => Now.Inbox(owner);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var store = await opener.OpenAsync(cancellationToken);
        var commit = new StoreWriters(store, commitOptions.Value, clock, loggers);
        var lags = new Lags(commit);
        var fanOut = new FanOutQueue(
            store.Timelines, commit, lags, options.Value, clock, loggers.CreateLogger<FanOutQueue>());
        var services = new GrainServices(
            store.Timelines, store.Inboxes, store.Directory, commit, fanOut, new(clock, options.Value),
            await store.Settings.ReadEpochAsync(cancellationToken), options.Value, clock, _stopping.Token);

        var left = await commit.TakeOverAsync(cancellationToken);
        commit.Start();
        lags.Load(left.Lags);
        new Recovery(fanOut, commit, clock, loggers.CreateLogger<Recovery>(), _stopping.Token).Announce(left);

        var timelines = new Activations<ConversationId, TimelineGrain>(
            (id, activation) => new(id, activation, services), grain => grain.IsIdle, clock);
        var inboxes = new Activations<UserId, InboxGrain>(
            (owner, activation) => new(owner, activation, services), grain => grain.IsIdle, clock);
        var upkeep = new Upkeep(
            Grains, services, lags, commit, timelines, inboxes, loggers.CreateLogger<Upkeep>());
        _running = new(store, commit, fanOut, new DirectoryGrain(services, new(clock)), timelines, inboxes, upkeep);
        fanOut.Start(Seen(_running).Inbox);
        upkeep.Start();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running is not { } running || Interlocked.Exchange(ref _stopped, 1) == 1) return;

        await running.Upkeep.DisposeAsync();
        await DrainAsync(running.FanOut);
        await running.FanOut.DisposeAsync();
        await Task.WhenAll(running.Inboxes.All.Select(SaveAsync));
        _stopping.Cancel();
        await running.Commit.DisposeAsync();
        await running.Store.DisposeAsync();
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>What is under way to Inboxes gets a moment; the journal keeps the rest.</summary>
    private async Task DrainAsync(FanOutQueue fanOut)
    {
        var began = clock.GetTimestamp();
        while (fanOut.IsBusy && clock.GetElapsedTime(began) < s_drainFor)
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
    }

    private static async Task SaveAsync(InboxGrain inbox)
    {
        try
        {
            await inbox.SaveAsync();
        }
        catch (StoreUnavailableException)
        {
            // The last acks are lost: entries are repeated, none is missed.
        }
    }

    private IGrains Seen(IGrains grains) => options.Value.CopyGrainCalls ? new CopyingGrains(grains) : grains;

    /// <summary>The grains, and what they stand on.</summary>
    private sealed record Running(
        IStore Store, StoreWriters Commit, FanOutQueue FanOut, IDirectoryGrain Directory,
        Activations<ConversationId, TimelineGrain> Timelines, Activations<UserId, InboxGrain> Inboxes, Upkeep Upkeep)
        : IGrains
    {
        public ITimelineGrain Timeline(ConversationId id) => Timelines.Get(id);

        public IInboxGrain Inbox(UserId owner) => Inboxes.Get(owner);
    }
}
