using System.Diagnostics.Metrics;
using MessageSync.Grains;
using MessageSync.Inboxes;
using MessageSync.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MessageSync.Hosting;

/// <summary>
/// Runs all grains in this process, over one store. Starting opens the store, takes over what dead writers left and begins
/// to announce it before any call is taken; stopping saves what only memory has.
/// </summary>
internal sealed class LocalHost : IGrains, IHostedGrains, IHostedService, IDisposable
{
    private readonly GrainHost _host;
    private readonly MessageSyncOptions _options;
    private readonly Activations<ConversationId, IHostedTimeline> _timelines;
    private readonly Activations<UserId, IHostedInbox> _inboxes;
    private readonly IGrains _seen;
    private int _started;
    private int _stopped;

    public LocalHost(
        IStoreOpener opener, IOptions<MessageSyncOptions> options, IOptions<GroupCommitOptions> commitOptions,
        TimeProvider clock, ILoggerFactory loggers, IMeterFactory? meters = null)
        : this(new(opener, options, commitOptions, clock, loggers, meters), options, clock) { }

    public LocalHost(GrainHost host, IOptions<MessageSyncOptions> options, TimeProvider clock)
    {
        (_host, _options) = (host, options.Value);
        _timelines = new(host.NewTimeline, grain => grain.IsIdle, clock);
        _inboxes = new(host.NewInbox, grain => grain.IsIdle, clock);
        _seen = _options.CopyGrainCalls ? new CopyingGrains(this) : this;
    }

    /// <summary>The open store.</summary>
    /// <exception cref="InvalidOperationException">The host is not started.</exception>
    public IStore Store => _host.Store;

    /// <summary>The grains as callers see them.</summary>
    public IGrains Grains => _seen;

    public IDirectoryGrain Directory => _host.Directory;

    public (int Timelines, int Inboxes) Active => (_timelines.Count, _inboxes.Count);

    public ITimelineGrain Timeline(ConversationId id) => _timelines.Get(id);

    public IInboxGrain Inbox(UserId owner) => _inboxes.Get(owner);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _host.OpenAsync(cancellationToken);
        _host.Start(this);
        _started = 1;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_started == 0 || Interlocked.Exchange(ref _stopped, 1) == 1) return;

        await _host.StopAsync();
        try
        {
            await Task.WhenAll(_inboxes.All.Select(SaveAsync));
        }
        finally
        {
            await _host.CloseAsync();
        }
    }

    public void Dispose() => _host.Dispose();

    public Task OfferAsync(UserId owner, IReadOnlyList<Offer> offers) => _seen.Inbox(owner).OfferAsync(offers);

    public void Retire(TimeSpan idle)
    {
        _timelines.Retire(idle);
        _inboxes.Retire(idle);
    }

    private static async Task SaveAsync(IHostedInbox inbox)
    {
        try
        {
            await inbox.SaveAsync();
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreOverloadedException)
        {
            // The last acks are lost: entries are repeated, none is missed.
        }
    }
}
