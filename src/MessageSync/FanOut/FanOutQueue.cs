using System.Collections.Concurrent;
using System.Threading.Channels;
using MessageSync.Hosting;
using MessageSync.Inboxes;
using MessageSync.Storage;
using Microsoft.Extensions.Logging;

namespace MessageSync.FanOut;

/// <summary>
/// Brings changes to Inboxes: a dirty set of conversations, each announced in change order, in batches, with at most one
/// offer under way per conversation and user.
/// </summary>
internal sealed class FanOutQueue(
    ITimelineStore timelines, StoreWriters writers, Lags lags, MessageSyncOptions options, TimeProvider clock,
    ILogger<FanOutQueue> logger, FanOutMetrics metrics) : IAsyncDisposable
{
    private const int ConversationsAtOnce = 2048;

    private const int Always = 50_000;
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<ConversationId, Outbox> _outboxes = new();
    private readonly Channel<Outbox> _dirty = Channel.CreateUnbounded<Outbox>(new() { SingleReader = true });
    private readonly SemaphoreSlim _places = new(ConversationsAtOnce);
    private readonly CancellationTokenSource _stopping = new();
    private OfferSender? _sender;
    private Task? _loop;
    private readonly Backlog _pending = new(clock, options.FanOutTime, Always);

    /// <summary>True while too much is under way.</summary>
    public bool IsFull => _pending.Count >= Math.Min(_pending.Limit, options.FanOutMax);

    /// <summary>True while anything is under way.</summary>
    public bool IsBusy => _pending.Count > 0;

    /// <summary>Its instruments.</summary>
    public FanOutMetrics Metrics => metrics;

    /// <summary>Begins to announce.</summary>
    /// <param name="offer">Brings offers to an Inbox.</param>
    public void Start(Func<UserId, IReadOnlyList<Offer>, Task> offer)
    {
        _sender = new(lags, metrics, logger, clock, offer);
        metrics.Observe(
            () => _pending.Count,
            () => _outboxes.Values.Select(outbox => outbox.OldestSince).Where(since => since != 0).DefaultIfEmpty().Min(),
            () => lags.All.Count);
        _loop = DispatchAsync();
    }

    /// <summary>Announces changes of a conversation. Called in change order; what a dead writer left comes before anything
    /// new.</summary>
    public void Announce(ConversationId conversation, IReadOnlyList<PendingAnnouncement> announcements)
    {
        while (true)
        {
            var outbox = _outboxes.GetOrAdd(conversation, static id => new(id));
            if (outbox.TryAdd(announcements) is not { } added) continue;

            _pending.Add(added.Offers);
            if (added.Wake) _dirty.Writer.TryWrite(outbox);
            if (added.Holds) _ = ReleaseLaterAsync(outbox);
            return;
        }
    }

    /// <summary>Read marks are collected, but not for long.</summary>
    private async Task ReleaseLaterAsync(Outbox outbox)
    {
        try
        {
            await Task.Delay(options.ReceiptTime, clock, _stopping.Token);
            if (outbox.Release()) _dirty.Writer.TryWrite(outbox);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the journal has them.
        }
    }

    /// <summary>Announces what other owners wrote and may not have announced yet. Called before anything new of the
    /// conversation.</summary>
    public async Task CatchUpAsync(ConversationId conversation, CancellationToken ct)
    {
        var others = await writers.ReadOthersAsync(conversation, ct);
        lags.Load(await writers.ReadLagsAsync(conversation, ct));
        if (others.Count > 0) Announce(conversation, [.. others.Select(one => new PendingAnnouncement(one, null, () => { }))]);
    }

    /// <summary>Forgets conversations that have nothing to announce.</summary>
    public void Retire()
    {
        foreach (var (id, outbox) in _outboxes)
            if (outbox.TryRetire()) _outboxes.TryRemove(new(id, outbox));
    }

    /// <summary>Stops at once; what was not announced is in the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping.Cancel();
        _dirty.Writer.TryComplete();
        if (_loop is not null) await _loop;
    }

    private async Task DispatchAsync()
    {
        try
        {
            // Not ReadAllAsync: that leaves the host's scheduler.
            while (await _dirty.Reader.WaitToReadAsync(_stopping.Token))
            {
                while (_dirty.Reader.TryRead(out var outbox))
                {
                    await _places.WaitAsync(_stopping.Token);
                    _ = DrainAsync(outbox);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task DrainAsync(Outbox outbox)
    {
        try
        {
            while (outbox.Take() is { } round)
            {
                using var span = FanOutMetrics.Begin(outbox.Conversation, round);
                await AnnounceAsync(outbox.Conversation, round);
                metrics.Announced(round);
                var offers = 0;
                foreach (var one in round)
                {
                    one.Done();
                    offers += one.Offers;
                }
                _pending.Done(offers);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The journal has it.
        }
        finally
        {
            _places.Release();
        }
    }

    private Task AnnounceAsync(ConversationId conversation, List<PendingAnnouncement> round)
    {
        if (round[0].Present is not { } members || Shared(conversation, round) is not { } offers)
            return AnnounceToEachAsync(conversation, round);

        var taken = new Task[members.Count];
        for (var i = 0; i < taken.Length; i++) taken[i] = OfferAsync(members[i], conversation, offers);
        return Task.WhenAll(taken);
    }

    /// <summary>What all members get, nobody having come or gone meanwhile, and nobody else; null where it differs by
    /// user.</summary>
    private static List<Offer>? Shared(ConversationId conversation, List<PendingAnnouncement> round)
    {
        var offers = new List<Offer>(round.Count);
        foreach (var one in round)
        {
            if (!ReferenceEquals(one.Present, round[0].Present)) return null;
            if (!Recipients.TryCollect(offers, conversation, one.Announcement)) return null;
        }
        return offers;
    }

    private async Task AnnounceToEachAsync(ConversationId conversation, List<PendingAnnouncement> round)
    {
        var offers = new Dictionary<UserId, List<Offer>>();
        foreach (var one in round)
        {
            var present = one.Announcement.ToMembers is null ? []
                : one.Present ?? await PersistAsync(() => ReadPresentAsync(conversation, one.Announcement.Change));
            Recipients.Collect(offers, conversation, one.Announcement, present);
        }
        // By user: a dictionary's order differs from run to run, and a seed must not.
        var users = offers.Keys.ToArray();
        Array.Sort(users);
        await Task.WhenAll(users.Select(user => OfferAsync(user, conversation, offers[user])));
    }

    private Task OfferAsync(UserId owner, ConversationId conversation, List<Offer> offers) =>
        _sender!.SendAsync(owner, conversation, offers, _stopping.Token);

    private async Task<IReadOnlyList<UserId>> ReadPresentAsync(ConversationId conversation, ChangeNo at)
    {
        var members = await timelines.ReadMembersAsync(
            conversation, at, null, Limits.SmallGroupMembersMax * 2, _stopping.Token);
        return [.. members.Select(member => member.User)];
    }

    private async Task<T> PersistAsync<T>(Func<Task<T>> work)
    {
        while (true)
        {
            try
            {
                return await work();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                if (failure is not (StoreUnavailableException or StoreOverloadedException)) logger.FanOutFailed(failure);
                await Task.Delay(s_retryAfter, clock, _stopping.Token);
            }
        }
    }
}
