using System.Diagnostics.Metrics;
using MessageSync.FanOut;
using MessageSync.Grains;
using MessageSync.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MessageSync.Hosting;

/// <summary>
/// What the grains of one process stand on, whoever hosts them: the open store, group commit, fan-out, upkeep. The host makes
/// its grains with it, gives them turns and brings calls to them.
/// </summary>
/// <param name="opener">Opens the store.</param>
/// <param name="options">The limits.</param>
/// <param name="commitOptions">The limits of group commit.</param>
/// <param name="clock">The server's clock.</param>
/// <param name="loggers">Where to tell what happens.</param>
/// <param name="meters">Where to publish what is measured; null where nobody listens.</param>
public sealed class GrainHost(
    IStoreOpener opener, IOptions<MessageSyncOptions> options, IOptions<GroupCommitOptions> commitOptions,
    TimeProvider clock, ILoggerFactory loggers, IMeterFactory? meters = null) : IDisposable
{
    private static readonly TimeSpan s_drainFor = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Opened? _opened;
    private Upkeep? _upkeep;
    private long _timelines;
    private long _inboxes;

    /// <summary>The open store.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public IStore Store => Now.Store;

    /// <summary>Lists and shows; one serves all callers of the process.</summary>
    /// <exception cref="InvalidOperationException">The store is not open.</exception>
    public IDirectoryGrain Directory => Now.Directory;

    private Opened Now => _opened ?? throw new InvalidOperationException("MessageSync is used before its host started.");

    /// <summary>Opens the store and takes over what dead writers left, to be announced before anything new.</summary>
    /// <exception cref="StoreStartException">It cannot be opened; the message says why in one sentence.</exception>
    public async Task OpenAsync(CancellationToken ct)
    {
        var store = await opener.OpenAsync(ct);
        var commit = new StoreWriters(store, commitOptions.Value, clock, loggers, meters);
        var lags = new Lags(commit, commit.Id);
        var fanOut = new FanOutQueue(
            store.Timelines, commit, lags, options.Value, clock, loggers.CreateLogger<FanOutQueue>(), new(meters, clock));
        var services = new GrainServices(
            store.Timelines, store.Inboxes, store.Directory, commit, fanOut, new(clock, options.Value),
            await store.Settings.ReadEpochAsync(ct), new(meters), options.Value, clock, _stopping.Token);
        var recovery = new Recovery(fanOut, commit, clock, loggers.CreateLogger<Recovery>(), _stopping.Token);

        _opened = new(store, commit, lags, services, recovery, new DirectoryGrain(services, new(clock)));
        await TakeOverAsync(ct);
        commit.Start();
    }

    /// <summary>Takes over what writers left that died meanwhile, where several processes share the store: to be called now
    /// and then.</summary>
    /// <exception cref="StoreUnavailableException">To be called again.</exception>
    public async Task TakeOverAsync(CancellationToken ct)
    {
        var left = await Now.Commit.TakeOverAsync(ct);
        Now.Recovery.Announce(left, lags: Now.Lags.Load(left.Lags));
    }

    /// <summary>A Timeline, not loaded yet.</summary>
    /// <param name="id">Which.</param>
    /// <param name="activation">Its turns.</param>
    public IHostedTimeline NewTimeline(ConversationId id, IActivation activation)
    {
        Interlocked.Increment(ref _timelines);
        return new TimelineGrain(id, activation, Now.Services);
    }

    /// <summary>An Inbox, not loaded yet.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="activation">Its turns.</param>
    public IHostedInbox NewInbox(UserId owner, IActivation activation)
    {
        Interlocked.Increment(ref _inboxes);
        return new InboxGrain(owner, activation, Now.Services);
    }

    /// <summary>Begins to announce, and the upkeep.</summary>
    public void Start(IHostedGrains grains)
    {
        ArgumentNullException.ThrowIfNull(grains);

        HostMetrics.Observe(
            meters, () => Now.Services.Admission.Count, () => grains.Active,
            () => (Interlocked.Read(ref _timelines), Interlocked.Read(ref _inboxes)));
        Now.Services.FanOut.Start(grains.OfferAsync);
        _upkeep = new(grains, Now.Services, Now.Lags, Now.Commit, loggers.CreateLogger<Upkeep>());
        _upkeep.Start();
    }

    /// <summary>Ends what <see cref="Start"/> began. What is under way to Inboxes gets a moment; the journal keeps the
    /// rest.</summary>
    public async Task StopAsync()
    {
        if (_upkeep is { } upkeep) await upkeep.DisposeAsync();
        if (_opened is not { Services.FanOut: { } fanOut }) return;

        var began = clock.GetTimestamp();
        while (fanOut.IsBusy && clock.GetElapsedTime(began) < s_drainFor)
            await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
        await fanOut.DisposeAsync();
    }

    /// <summary>Stores what waits and closes the store: the last thing that a host does.</summary>
    public async Task CloseAsync()
    {
        if (_opened is not { } opened) return;

        _stopping.Cancel();
        await opened.Commit.DisposeAsync();
        await opened.Store.DisposeAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private sealed record Opened(
        IStore Store, StoreWriters Commit, Lags Lags, GrainServices Services, Recovery Recovery, IDirectoryGrain Directory);
}
