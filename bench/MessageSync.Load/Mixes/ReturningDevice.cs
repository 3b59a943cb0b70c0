using MessageSync.Load.Targets;

namespace MessageSync.Load.Mixes;

/// <summary>A device that is connected (it has a long poll open), drops, and comes back with an old cursor.</summary>
/// <param name="device">Which.</param>
/// <param name="target">What it connects to.</param>
/// <param name="clock">For the pauses.</param>
internal sealed class ReturningDevice(FilledDevice device, ITarget target, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private const int Page = 100;

    private readonly SemaphoreSlim _turn = new(1);
    private CancellationTokenSource _connection = new();
    private Task _waiting = Task.CompletedTask;

    /// <summary>Long polls that brought something.</summary>
    public long Woken { get; private set; }

    /// <summary>Long polls that were refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Drops, comes back and reads up to the newest entry; then waits for more until it drops again.</summary>
    /// <exception cref="TargetException">A call failed, or one of the connection before did.</exception>
    public async Task<Outcome> ReturnAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await DropAsync();
            var (cursor, entries, more) = (device.Old, 0, true);
            while (more)
            {
                var reply = await target.SyncAsync(device.User, device.Id, new(cursor, Page), ct);
                if (reply.Refused is { } refused) return refused;

                (cursor, more) = (reply.Value!.Cursor, reply.Value.More);
                entries += reply.Value.Entries.Count;
            }
            _connection = new();
            _waiting = WaitAsync(cursor, _connection.Token);
            return Outcome.Of(entries);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Drops for good.</summary>
    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        _connection.Dispose();
        _turn.Dispose();
    }

    private async Task DropAsync()
    {
        var (connection, waiting) = (_connection, _waiting);
        (_connection, _waiting) = (new(), Task.CompletedTask);
        await connection.CancelAsync();
        connection.Dispose();
        await waiting;
    }

    private async Task WaitAsync(string cursor, CancellationToken dropped)
    {
        try
        {
            while (true)
            {
                var reply = await target.SyncAsync(device.User, device.Id, new(cursor, Page, Wait), dropped);
                if (reply.Value is { } page)
                {
                    if (page.Entries.Count > 0) Woken++;
                    cursor = page.Cursor;
                }
                if (reply.Refused is { } refused)
                {
                    Refused++;
                    await Task.Delay(refused.RetryAfter, clock, dropped);
                }
            }
        }
        catch (OperationCanceledException) when (dropped.IsCancellationRequested)
        {
            // That is what dropping means.
        }
    }
}
