using Microsoft.Extensions.Logging;

namespace MessageSync.Client;

/// <summary>
/// Keeps a stream open and lets the device apply what it brings. Where streams do not get through the device waits by
/// long poll, until one does.
/// </summary>
internal sealed class StreamLoop(
    MessageSyncApi api, SharedDevice device, RequestLoop requests, ChangeFeed feed, DeviceSessionOptions options,
    TimeProvider clock, ILogger logger, Action<bool> isLive) : IDisposable
{
    private readonly Alarm _alarm = new(clock);
    private readonly Backoff _pauses = new(options.Device);

    /// <summary>Until a newer stream of this device took over, or it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var failures = 0;
        while (true)
        {
            await requests.CaughtUpAsync(ct).ConfigureAwait(false);
            var end = await FollowAsync(ct).ConfigureAwait(false);
            isLive(false);
            if (end.IsConflict) return;

            logger.StreamEnded(end.Reason);
            failures = end.HasLived ? 0 : failures + 1;
            if (end.HasLived) _pauses.End();
            var isHopeless = end.IsHopeless || failures >= options.StreamFailuresMax;
            if (isHopeless) logger.FellBack(end.Reason, options.PollingTime);
            await requests.NewsAsync(
                one => one.Wait = isHopeless ? options.Device.Wait : one.Wait, ct).ConfigureAwait(false);
            await _alarm.WaitAsync(isHopeless ? options.PollingTime : Pause(end), ct).ConfigureAwait(false);
            if (isHopeless) failures = 0;
        }
    }

    /// <summary>The network is another: the next stream is tried at once.</summary>
    public void Wake() => _alarm.Ring();

    public void Dispose() => _alarm.Dispose();

    private TimeSpan Pause(StreamEnd end)
    {
        _pauses.Failed(DateTimeOffset.UnixEpoch, new DeviceReply.Lost(end.RetryAfter));
        return _pauses.Until!.Value - DateTimeOffset.UnixEpoch;
    }

    private async Task<StreamEnd> FollowAsync(CancellationToken ct)
    {
        using var patience = new Patience(options.StreamPatience, clock, ct);
        long? liveSince = null;
        bool HasLived() => liveSince is { } since && clock.GetElapsedTime(since) >= options.StreamPatience;
        try
        {
            var (cursor, epoch) = await device.UseAsync(one => (one.State.Cursor, one.State.Epoch), ct)
                .ConfigureAwait(false);
            if (cursor is null) return new("The device begins anew.", true);

            await foreach (var came in api.StreamAsync(cursor, patience.Token).ConfigureAwait(false))
            {
                if (liveSince is null) patience.Renew();
                switch (came)
                {
                    case StreamEvent.EntryCame(var entry):
                        await PushAsync(entry, epoch, ct).ConfigureAwait(false);
                        break;
                    case StreamEvent.CaughtUp:
                        liveSince = clock.GetTimestamp();
                        patience.Is(Timeout.InfiniteTimeSpan);
                        await StopPollingAsync(ct).ConfigureAwait(false);
                        isLive(true);
                        break;
                    case StreamEvent.ResetCame:
                        await requests.NewsAsync(_ => { }, ct).ConfigureAwait(false);
                        break;
                    case StreamEvent.SignalCame(var signal):
                        feed.Tell(new DeviceChange.SignalCame(signal));
                        break;
                    case StreamEvent.Conflict:
                        logger.WasSuperseded();
                        return new("conflict", false) { IsConflict = true };
                }
            }
            return new("The server ended it.", HasLived());
        }
        catch (MessageSyncException refused)
        {
            return new(refused.Slug, HasLived())
            {
                RetryAfter = refused.RetryAfter,
                IsHopeless = !new DeviceReply.Refused(refused.Slug).IsPassing,
            };
        }
        catch (AnswerLostException lost)
        {
            return new(lost.Message, HasLived()) { RetryAfter = lost.RetryAfter };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new("Something in between holds it back.", false) { IsHopeless = true };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The store failed, or the token provider; requests meet the same and say so.
            return new(exception.Message, false);
        }
    }

    private async Task PushAsync(InboxEntry entry, string? epoch, CancellationToken ct)
    {
        await device.UseAsync(
            one =>
            {
                var isThere = one.State.Epoch == epoch && string.CompareOrdinal(entry.Cursor, one.State.Cursor) <= 0;
                if (!isThere) one.Push(entry);
            },
            ct).ConfigureAwait(false);
        requests.Wake();
    }

    private async Task StopPollingAsync(CancellationToken ct)
    {
        await device.UseAsync(one => one.Wait = TimeSpan.Zero, ct).ConfigureAwait(false);
        requests.Interrupt();
    }

    /// <summary>How a stream ended.</summary>
    /// <param name="Reason">For the log.</param>
    /// <param name="HasLived">It was of use for a while: no failure.</param>
    private sealed record StreamEnd(string Reason, bool HasLived)
    {
        public bool IsConflict { get; init; }

        public bool IsHopeless { get; init; }

        public TimeSpan? RetryAfter { get; init; }
    }
}
