using MessageSync.Grains;
using MessageSync.Inboxes;

namespace MessageSync.FrontEnd;

/// <summary>Waits for the first entry: a loop of syncs woken by hints. A lost hint costs at most
/// <see cref="s_idleCheck"/>.</summary>
internal sealed class InboxWaits(IGrains grains, HintHub hub, MessageSyncOptions options, TimeProvider clock)
{
    private static readonly TimeSpan s_idleCheck = TimeSpan.FromSeconds(15);

    /// <summary>Syncs until there is something, or the time is over.</summary>
    /// <param name="owner">Whose Inbox.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="wait">How long at most.</param>
    /// <param name="stopping">Ends the wait early, with what there is: nothing.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Answer<SyncPage>> SyncAsync(
        UserId owner, SyncRequest request, TimeSpan wait, CancellationToken stopping, CancellationToken ct)
    {
        var inbox = grains.Inbox(owner);
        var answer = await inbox.SyncAsync(request, ct);
        if (wait <= TimeSpan.Zero || request.Limit == 0 || !IsEmpty(answer)) return answer;

        using var waiter = hub.Open(owner, options.WaitsMax);
        if (waiter is null) return new Refusal.RateLimited(TimeSpan.FromSeconds(1));

        var began = clock.GetTimestamp();
        while (true)
        {
            waiter.Rearm();
            foreach (var group in waiter.Join(await inbox.WatchAsync(hub, ct)))
                await grains.Timeline(group).WatchAsync(hub);
            answer = await inbox.SyncAsync(request with { Ack = null }, ct);

            var left = wait - clock.GetElapsedTime(began);
            if (!IsEmpty(answer) || left <= TimeSpan.Zero || stopping.IsCancellationRequested) return answer;

            await AnyAsync(waiter.WaitAsync(), left < s_idleCheck ? left : s_idleCheck, stopping, ct);
        }
    }

    private static bool IsEmpty(Answer<SyncPage> answer) => answer.Value is { Entries.Count: 0, Reset: null };

    private async Task AnyAsync(Task woken, TimeSpan most, CancellationToken stopping, CancellationToken ct)
    {
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, ct);
            await woken.WaitAsync(most, clock, both.Token);
        }
        catch (TimeoutException)
        {
            // Time to look.
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The host stops: answer with what there is.
        }
    }
}
