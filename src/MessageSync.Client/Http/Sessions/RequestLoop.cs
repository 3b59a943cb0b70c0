using Microsoft.Extensions.Logging;

namespace MessageSync.Client;

/// <summary>Asks what the device wants to know, several things at a time, and lets it apply the replies.</summary>
/// <param name="device">Whose requests.</param>
/// <param name="transport">Carries them.</param>
/// <param name="options">Its pauses are also those after a failure of the store.</param>
/// <param name="clock">For pauses; the wall clock is not looked at, so that it may jump.</param>
/// <param name="logger">Told when the store fails.</param>
/// <param name="answered">Told of each request whether an answer came.</param>
internal sealed class RequestLoop(
    SharedDevice device, DeviceTransport transport, DeviceOptions options, TimeProvider clock, ILogger logger,
    Action<bool> answered) : IDisposable
{
    private readonly Alarm _alarm = new(clock);
    private readonly long _begun = clock.GetTimestamp();
    private readonly Backoff _storePauses = new(options);
    private TaskCompletionSource _caughtUp = NewSource();
    private TaskCompletionSource _interrupted = NewSource();

    private DateTimeOffset Now => DateTimeOffset.UnixEpoch + clock.GetElapsedTime(_begun);

    /// <summary>Until it is cancelled; then nothing is under way any more.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var underWay = new List<Task>();
        try
        {
            while (true)
            {
                var (request, wakeAt) = await NextAsync(ct).ConfigureAwait(false);
                if (request is not null)
                {
                    underWay.Add(CarryAsync(request, ct));
                    continue;
                }
                underWay.RemoveAll(carried => carried.IsCompleted);
                await _alarm.WaitAsync(wakeAt - Now, ct).ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll(underWay).ConfigureAwait(false);
        }
    }

    /// <summary>The device may have something to ask.</summary>
    public void Wake() => _alarm.Ring();

    /// <summary>There may be something new: <see cref="CaughtUpAsync"/> is over when the device has seen it.</summary>
    public async Task NewsAsync(Action<Device> change, CancellationToken ct)
    {
        await device.UseAsync(
            one =>
            {
                _caughtUp = NewSource();
                change(one);
                one.News();
            },
            ct).ConfigureAwait(false);
        Interrupt();
    }

    /// <summary>A sync that the server holds is over: there is something else to ask.</summary>
    public void Interrupt()
    {
        _interrupted.TrySetResult();
        Wake();
    }

    /// <summary>Until the Inbox has been read to its end.</summary>
    public Task CaughtUpAsync(CancellationToken ct) => _caughtUp.Task.WaitAsync(ct);

    public void Dispose() => _alarm.Dispose();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<(DeviceRequest? Request, DateTimeOffset? WakeAt)> NextAsync(CancellationToken ct)
    {
        // One time for both: a pause that ends between them would never be woken up from.
        var now = Now;
        if (!_storePauses.IsOver(now)) return (null, _storePauses.Until);

        try
        {
            return await device.UseAsync(
                one =>
                {
                    var request = one.Next(now);
                    if (IsHeld(request)) _interrupted = NewSource();
                    return (request, one.WakeAt(now));
                },
                ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            StoreFailed(exception);
            return (null, _storePauses.Until);
        }
    }

    private async Task CarryAsync(DeviceRequest request, CancellationToken ct)
    {
        var reply = IsHeld(request)
            ? await HoldAsync((DeviceRequest.Sync)request, ct).ConfigureAwait(false)
            : await transport.AskAsync(request, ct).ConfigureAwait(false);
        if (!ct.IsCancellationRequested) answered(reply is not DeviceReply.Lost);
        try
        {
            await device.UseAsync(one => Apply(one, request, reply), CancellationToken.None).ConfigureAwait(false);
            _storePauses.End();
        }
#pragma warning disable CA1031 // Whatever a store throws, the device goes on from what is stored.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            StoreFailed(exception);
        }
        Wake();
    }

    private void Apply(Device one, DeviceRequest request, DeviceReply reply)
    {
        one.Apply(request, reply, Now);
        if (reply is DeviceReply.Synced({ More: false }) && one.State.Cursor is not null) _caughtUp.TrySetResult();
    }

    /// <summary>Cut short, a held sync had nothing new to say.</summary>
    private async Task<DeviceReply> HoldAsync(DeviceRequest.Sync held, CancellationToken ct)
    {
        using var hold = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var asked = transport.AskAsync(held, hold.Token);
        await Task.WhenAny(asked, _interrupted.Task).ConfigureAwait(false);
        if (!asked.IsCompleted) await hold.CancelAsync().ConfigureAwait(false);
        var reply = await asked.ConfigureAwait(false);
        if (reply is not DeviceReply.Lost || !hold.IsCancellationRequested || ct.IsCancellationRequested) return reply;

        var epoch = await device.UseAsync(one => one.State.Epoch, CancellationToken.None).ConfigureAwait(false);
        return new DeviceReply.Synced(new([], held.Cursor!, held.Cursor!, false, null, epoch!));
    }

    private static bool IsHeld(DeviceRequest? request) =>
        request is DeviceRequest.Sync { Cursor: not null } sync && sync.Wait > TimeSpan.Zero;

    private void StoreFailed(Exception exception)
    {
        _storePauses.Failed(Now, new DeviceReply.Lost());
        logger.StoreFailed(exception);
    }
}
