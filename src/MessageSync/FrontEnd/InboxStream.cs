using System.Diagnostics;
using MessageSync.Grains;
using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.FrontEnd;

/// <summary>
/// A stream: syncs, one after the other, woken by hints; nothing is read before it can be handed on, so a slow reader
/// costs one page at most. A store that does not answer delays it, no more.
/// </summary>
internal sealed class InboxStream : IInboxStream
{
    private const int PageLimit = 100;
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    private readonly IInboxGrain _inbox;
    private readonly Follower _follower;
    private readonly DeviceId _device;
    private readonly TimeProvider _clock;
    private readonly FrontEndMetrics _metrics;
    private readonly CancellationToken _stopping;
    private InboxCursor? _asked;
    private string? _delivered;
    private InboxSeqNo _position;
    private bool _isDue = true;
    private bool _tellsOfGroups;
    private bool _isCaughtUp;
    private bool _isOver;
    private Activity? _cause;

    /// <summary>A stream that begins after a cursor.</summary>
    /// <param name="inbox">Of the owner.</param>
    /// <param name="follower">Disposed of with the stream.</param>
    /// <param name="device">Whose stream it is.</param>
    /// <param name="asked">Where to go on; null for what the device acked.</param>
    /// <param name="clock">The server's.</param>
    /// <param name="metrics">Measure it.</param>
    /// <param name="stopping">Ends it: the host stops.</param>
    public InboxStream(
        IInboxGrain inbox, Follower follower, DeviceId device, InboxCursor? asked, TimeProvider clock,
        FrontEndMetrics metrics, CancellationToken stopping)
    {
        (_inbox, _follower, _device, _asked) = (inbox, follower, device, asked);
        (_clock, _metrics, _stopping) = (clock, metrics, stopping);
        _delivered = asked?.Text(follower.Owner);
    }

    public async Task<IReadOnlyList<StreamEvent>?> NextAsync(TimeSpan most, CancellationToken ct = default)
    {
        var began = _clock.GetTimestamp();
        while (!_isOver)
        {
            var events = new List<StreamEvent>();
            var isWell = await TryTakeAsync(events, ct);
            if (events.Count > 0)
            {
                _metrics.Delivered(events);
                return events;
            }
            if (_isOver || _stopping.IsCancellationRequested) return null;

            var left = most - _clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero) return events;
            if (isWell) await _follower.WaitAsync(left, ct);
            else await Task.Delay(left < s_retryAfter ? left : s_retryAfter, _clock, ct);
        }
        return null;
    }

    public void Dispose()
    {
        _isOver = true;
        _follower.Dispose();
    }

    /// <returns>False when the store did not answer.</returns>
    private async Task<bool> TryTakeAsync(List<StreamEvent> events, CancellationToken ct)
    {
        var isWell = await TryAsync(LookAsync(ct));
        var news = _follower.Take();
        foreach (var signal in news.Signals) events.Add(new StreamEvent.Signalled(signal));
        if (news.End is { } end)
        {
            if (end == StreamEnd.Conflict) events.Add(new StreamEvent.Conflict());
            Dispose();
            return true;
        }
        _cause = news.Cause ?? _cause;
        (_isDue, _tellsOfGroups) = (_isDue | news.IsAfter(_position), _tellsOfGroups | news.GroupMoved);
        return isWell && (!_isDue || await TryAsync(SyncAsync(events, ct)));
    }

    private static async Task<bool> TryAsync(Task work)
    {
        try
        {
            await work;
            return true;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreOverloadedException)
        {
            return false;
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var (isDue, ofGroups) = await _follower.LookAsync(_position, ct);
        (_isDue, _tellsOfGroups) = (_isDue | isDue, _tellsOfGroups | ofGroups);
    }

    private async Task SyncAsync(List<StreamEvent> events, CancellationToken ct)
    {
        _follower.Asked();
        var device = _delivered is null ? _device : (DeviceId?)null;   // goes on from its ack, the first time
        var answer = await ReadAsync(new(device, _asked, null, PageLimit, _tellsOfGroups), ct);
        var page = answer.Value!;
        var reply = ShownPage.Of(page, _follower.Owner);
        (_tellsOfGroups, _isDue, _position) = (false, page.More, page.Cursor);
        if (reply.Reset is { } reset)
        {
            events.Add(new StreamEvent.Reset(reset));
            _delivered = reset.Floor;
        }
        foreach (var entry in reply.Entries)
        {
            events.Add(new StreamEvent.Entry(entry with { Previous = _delivered ?? entry.Previous }));
            _delivered = entry.Cursor;
        }
        _asked = new(page.Epoch, page.Cursor);
        if (page.More || _isCaughtUp) return;

        _isCaughtUp = true;
        _delivered = reply.Cursor;
        events.Add(new StreamEvent.CaughtUp(reply.Cursor, reply.Head));
    }

    private Task<Answer<SyncPage>> ReadAsync(SyncRequest request, CancellationToken ct)
    {
        var cause = _cause;
        _cause = null;
        return _metrics.Syncs.SyncAsync(_inbox, request, SyncMetrics.Stream, cause, ct);
    }
}
