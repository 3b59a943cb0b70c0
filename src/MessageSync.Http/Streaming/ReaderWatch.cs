using MessageSync.Storage;
using MessageSync.Timelines;

namespace MessageSync.Http;

/// <summary>Tells whether the reader of a stream keeps up. One that is still catching up goes at its own pace.</summary>
internal sealed class ReaderWatch(
    Caller caller, IMessageSync sync, MessageSyncStreamOptions options, TimeProvider clock)
{
    /// <summary>About what an entry has besides its body.</summary>
    private const int EntryBytes = 300;

    private static readonly TimeSpan s_lookFirst = TimeSpan.FromSeconds(1);

    /// <summary>The least that a timer waits: for less it ends at once, and the watch would go round and round.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    private string? _cursor;
    private bool _isCaughtUp;

    /// <summary>Something was written to the reader.</summary>
    public void Wrote(StreamEvent one)
    {
        _cursor = one switch
        {
            StreamEvent.Entry(var entry) => entry.Cursor,
            StreamEvent.Reset(var notice) => notice.Floor,
            _ => _cursor,
        };
        _isCaughtUp |= one is StreamEvent.CaughtUp;
    }

    /// <summary>Waits until the reader took what was flushed.</summary>
    /// <returns>False when it is too far behind or has stopped reading.</returns>
    public async Task<bool> TakesAsync(Task flushed, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        for (var pause = s_lookFirst; ; pause *= 2)
        {
            var left = options.StallTime - clock.GetElapsedTime(began);
            if (left < s_tick) return false;
            try
            {
                await flushed.WaitAsync(pause < left ? pause : left, clock, ct);
                return true;
            }
            catch (TimeoutException)
            {
                if (_isCaughtUp && await IsFarBehindAsync(ct)) return false;
            }
        }
    }

    private async Task<bool> IsFarBehindAsync(CancellationToken ct)
    {
        try
        {
            var query = new SyncQuery { Cursor = _cursor, Limit = Limits.SyncPageMax };
            if (_cursor is null || (await sync.SyncAsync(caller with { Device = null }, query, ct)).Value is not { } page)
                return false;

            return page.More || page.Entries.Sum(BytesOf) > options.BehindBytesMax;
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreOverloadedException)
        {
            return false;   // looks again, or the reader does
        }
    }

    private static int BytesOf(Delivery entry) => EntryBytes + (entry.Message?.Body?.Bytes.Length ?? 0);
}
