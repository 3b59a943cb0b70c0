using MessageSync.Grains;
using MessageSync.Hosting;
using MessageSync.Inboxes;
using MessageSync.Orleans.Hosting;
using MessageSync.Storage;
using Orleans.Concurrency;

namespace MessageSync.Orleans.Grains;

/// <summary>An Inbox in a silo. Calls interleave; the Inbox takes its turns itself. While it is active, offers made in this
/// silo go to it directly.</summary>
[Reentrant, AtHome, GrainType("messagesync.inbox")]
internal sealed class OrleansInboxGrain(
    IGrainContext context, GrainHost host, ActiveGrains active, GrainRetirement retirement)
    : IGrainBase, IOrleansInboxGrain
{
    private readonly UserId _owner = new(context.GrainId.Key.ToString()!);
    private readonly IHostedInbox _inbox = host.NewInbox(new(context.GrainId.Key.ToString()!), new LockedTurns());

    public IGrainContext GrainContext { get; } = context;

    public Task OnActivateAsync(CancellationToken token)
    {
        active.Add(_owner, this);
        return Task.CompletedTask;
    }

    public async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token)
    {
        active.Remove(_owner, this);
        // Of a silo that stops, everybody is told anyway.
        if (reason.ReasonCode != DeactivationReasonCode.ShuttingDown) _inbox.Leave();
        // What was offered directly is no request that Orleans would wait for.
        await _inbox.RestAsync(token);
        try
        {
            await _inbox.SaveAsync();
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreOverloadedException)
        {
            // The last acks are lost: entries are repeated, none is missed.
        }
    }

    public Task OfferAsync(IReadOnlyList<Offer> offers) => _inbox.OfferAsync(offers);

    /// <summary>The same from within the silo. Orleans does not see it and would take a busy Inbox for idle: it is told.</summary>
    public Task OfferDirectlyAsync(IReadOnlyList<Offer> offers)
    {
        retirement.Delay(GrainContext);
        return _inbox.OfferAsync(offers);
    }

    public Task<Answer<NotifyReceipt>> NotifyAsync(EntryContent.Notification notification) =>
        _inbox.NotifyAsync(notification);

    public Task<Answer<Done>> HideAsync(ConversationId conversation, SeqRange range, bool unlist) =>
        _inbox.HideAsync(conversation, range, unlist);

    public Task<Answer<Done>> MarkUnreadAsync(ConversationId conversation, bool unread) =>
        _inbox.MarkUnreadAsync(conversation, unread);

    public Task<Answer<SyncPage>> SyncAsync(SyncRequest request, CancellationToken ct) => _inbox.SyncAsync(request, ct);

    public Task<Answer<Explanation>> ExplainAsync(
        DeviceId? device, ConversationId conversation, SeqNo seq, CancellationToken ct) =>
        _inbox.ExplainAsync(device, conversation, seq, ct);

    public Task<Answer<Done>> AckAsync(DeviceId device, InboxCursor cursor) => _inbox.AckAsync(device, cursor);

    public Task<IReadOnlyList<DeviceCursor>> DevicesAsync() => _inbox.DevicesAsync();

    public Task ForgetDeviceAsync(DeviceId device) => _inbox.ForgetDeviceAsync(device);

    public Task<InboxWatch> WatchAsync(IHints hints, DeviceId? stream, bool ofGroups, CancellationToken ct) =>
        _inbox.WatchAsync(hints, stream, ofGroups, ct);

    public Task<long> OpenStreamAsync(DeviceId device, DateTimeOffset asked, IHints hints) =>
        _inbox.OpenStreamAsync(device, asked, hints);

    public Task<SignalPause?> SignalAsync() => _inbox.SignalAsync();
}
