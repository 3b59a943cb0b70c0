using MessageSync.Grains;
using MessageSync.Inboxes;

namespace MessageSync.FrontEnd;

/// <summary>Waits for the first entry: a loop of syncs woken by hints.</summary>
internal sealed class InboxWaits(
    IGrains grains, HintHub hub, MessageSyncOptions options, TimeProvider clock, FrontEndMetrics metrics)
{
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
        var answer = await metrics.Syncs.SyncAsync(inbox, request, SyncMetrics.Request, null, ct);
        if (wait <= TimeSpan.Zero || request.Limit == 0 || !IsEmpty(answer)) return answer;
        if (hub.Open(owner, stream: null, options.WaitsMax) is not { } waiter)
            return new Refusal.RateLimited(TimeSpan.FromSeconds(1));

        using var follower = new Follower(grains, hub, waiter, clock);
        var began = clock.GetTimestamp();
        while (true)
        {
            var position = answer.Value!.Cursor;
            var (isDue, ofGroups) = await follower.LookAsync(position, ct);
            var news = follower.Take();
            if (isDue || news.IsAfter(position))
            {
                follower.Asked();
                var again = request with { Ack = null, TellsOfGroups = ofGroups || news.GroupMoved };
                answer = await metrics.Syncs.SyncAsync(inbox, again, SyncMetrics.Request, news.Cause, ct);
            }
            var left = wait - clock.GetElapsedTime(began);
            if (!IsEmpty(answer) || left <= TimeSpan.Zero || stopping.IsCancellationRequested) return answer;

            await follower.WaitAsync(left, ct);
        }
    }

    private static bool IsEmpty(Answer<SyncPage> answer) => answer.Value is { Entries.Count: 0, Reset: null };
}
