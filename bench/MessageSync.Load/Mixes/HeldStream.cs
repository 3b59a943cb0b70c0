using MessageSync.Load.Targets;

namespace MessageSync.Load.Mixes;

/// <summary>The stream of a device: opened, caught up, held, dropped, opened again. For one user at a time.</summary>
/// <param name="user">Whose.</param>
/// <param name="device">Which.</param>
/// <param name="target">What it connects to.</param>
/// <param name="hear">Is told every entry.</param>
/// <param name="fail">Is told that the stream ended while it was held.</param>
internal sealed class HeldStream(
    UserId user, DeviceId device, ITarget target, Action<InboxItem> hear, Action<TargetException> fail)
    : IAsyncDisposable
{
    private CancellationTokenSource _line = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>Opens it, waits until it has caught up, and goes on reading until it is dropped.</summary>
    /// <param name="cursor">Where to go on.</param>
    /// <param name="ct">Gives up opening it; held, it stays until it is dropped.</param>
    /// <returns>How many entries were stored.</returns>
    /// <exception cref="TargetException">It could not be opened, or ended before.</exception>
    public async Task<Outcome> OpenAsync(string? cursor, CancellationToken ct)
    {
        _line.Dispose();
        _line = new();
        var caughtUp = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _reading = ReadAsync(cursor, caughtUp, _line.Token);
        using var givingUp = ct.Register(_line.Cancel);
        return await caughtUp.Task;
    }

    /// <summary>Hangs up.</summary>
    public async Task DropAsync()
    {
        await _line.CancelAsync();
        await _reading;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        _line.Dispose();
    }

    private async Task ReadAsync(string? cursor, TaskCompletionSource<Outcome> caughtUp, CancellationToken ct)
    {
        try
        {
            var opened = await target.StreamAsync(user, device, cursor, ct);
            if (opened.Refused is { } refused)
            {
                caughtUp.SetResult(refused);
                return;
            }
            var stored = 0;
            await foreach (var step in opened.Value!.Steps)
            {
                if (step.Entry is { } entry)
                {
                    stored++;
                    hear(entry);
                }
                else
                {
                    caughtUp.TrySetResult(Outcome.Of(stored));
                }
            }
            throw new TargetException("stream-ended", "The target ended a stream.");
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            caughtUp.TrySetCanceled(ct);
        }
        catch (TargetException failure)
        {
            if (!caughtUp.TrySetException(failure)) fail(failure);
        }
    }
}
