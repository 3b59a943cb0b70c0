using MessageSync.Inboxes;

namespace MessageSync.Orleans.Hosting;

/// <summary>The offers from this silo to Inboxes of one other: what comes while two batches are under way goes with the next.
/// Thread-safe.</summary>
/// <param name="silo">The other silo.</param>
/// <param name="call">The ordinary call, for whoever is not found there.</param>
/// <param name="lost">Called when the silo did not answer.</param>
internal sealed class OfferLane(ISiloService silo, Func<UserId, IReadOnlyList<Offer>, Task> call, Action lost)
{
    private const int BatchMax = 1000;
    private const int UnderWayMax = 2;

    private readonly Lock _gate = new();
    private readonly Queue<Handed> _waiting = new();
    private int _underWay;

    /// <summary>Brings offers to an Inbox of that silo, or wherever it is.</summary>
    public Task OfferAsync(UserId owner, IReadOnlyList<Offer> offers)
    {
        var handed = new Handed(owner, offers);
        lock (_gate)
        {
            _waiting.Enqueue(handed);
            if (_underWay == UnderWayMax) return handed.Done.Task;
            _underWay++;
        }
        _ = SendAsync();
        return handed.Done.Task;
    }

    private async Task SendAsync()
    {
        while (Take() is { Length: > 0 } batch)
        {
            foreach (var handed in await BringAsync(batch)) _ = CallAsync(handed);
        }
    }

    private Handed[] Take()
    {
        lock (_gate)
        {
            var batch = new Handed[Math.Min(_waiting.Count, BatchMax)];
            for (var i = 0; i < batch.Length; i++) batch[i] = _waiting.Dequeue();
            if (batch.Length == 0) _underWay--;
            return batch;
        }
    }

    /// <returns>Those that were not taken.</returns>
    private async Task<IEnumerable<Handed>> BringAsync(Handed[] batch)
    {
        try
        {
            var left = await silo.TakeAsync([.. batch.Select(one => new InboxOffers(one.Owner, [.. one.Offers]))]);
            for (int i = 0, next = 0; i < batch.Length; i++)
            {
                if (next < left.Length && left[next] == i) next++;
                else batch[i].Done.TrySetResult();
            }
            return left.Select(i => batch[i]);
        }
        catch (Exception)
        {
            lost();
            return batch;
        }
    }

    private async Task CallAsync(Handed handed)
    {
        try
        {
            await call(handed.Owner, handed.Offers);
            handed.Done.TrySetResult();
        }
        catch (Exception failure)
        {
            handed.Done.TrySetException(failure);
        }
    }

    private sealed record Handed(UserId Owner, IReadOnlyList<Offer> Offers)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
