using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.FanOut;

/// <summary>
/// Offers set aside for Inboxes that failed to take them, durably, in order. While there are any for a conversation and
/// user, later offers of the same join them. Thread-safe.
/// </summary>
internal sealed class Lags(IGroupCommit commit)
{
    private readonly Dictionary<(UserId, ConversationId), Queue<Lag>> _lagging = [];
    private long _no;

    /// <summary>Takes in what the store has.</summary>
    public void Load(IEnumerable<Lag> stored)
    {
        lock (_lagging)
            foreach (var lag in stored)
            {
                Queue(lag);
                _no = Math.Max(_no, lag.No);
            }
    }

    /// <summary>Those who lag.</summary>
    public IReadOnlyList<(UserId Owner, ConversationId Conversation)> All
    {
        get
        {
            lock (_lagging) return [.. _lagging.Keys];
        }
    }

    /// <summary>Sets offers aside if others of the same conversation and user are.</summary>
    /// <returns>False when there are none: they can be offered.</returns>
    public async Task<bool> JoinAsync(UserId owner, ConversationId conversation, IReadOnlyList<Offer> offers)
    {
        lock (_lagging)
            if (!_lagging.ContainsKey((owner, conversation))) return false;
        await SetAsideAsync(owner, conversation, offers);
        return true;
    }

    /// <summary>Sets offers aside, durably.</summary>
    public async Task SetAsideAsync(UserId owner, ConversationId conversation, IReadOnlyList<Offer> offers)
    {
        var lag = new Lag(Interlocked.Increment(ref _no), owner, conversation, offers);
        await commit.CommitAsync(new LagWrite(lag));
        lock (_lagging) Queue(lag);
    }

    /// <summary>Brings what is set aside to its Inbox, oldest first.</summary>
    /// <param name="owner">Whose Inbox.</param>
    /// <param name="conversation">Whose offers.</param>
    /// <param name="offer">Offers; throws while the Inbox still fails.</param>
    public async Task DrainAsync(UserId owner, ConversationId conversation, Func<IReadOnlyList<Offer>, Task> offer)
    {
        while (First(owner, conversation) is { } lag)
        {
            await offer(lag.Offers);
            await commit.CommitAsync(new LagClear(lag.No));
            lock (_lagging)
            {
                var queue = _lagging[(owner, conversation)];
                queue.Dequeue();
                if (queue.Count == 0) _lagging.Remove((owner, conversation));
            }
        }
    }

    private Lag? First(UserId owner, ConversationId conversation)
    {
        lock (_lagging) return _lagging.TryGetValue((owner, conversation), out var queue) ? queue.Peek() : null;
    }

    private void Queue(Lag lag)
    {
        if (!_lagging.TryGetValue((lag.Owner, lag.Conversation), out var queue))
            _lagging[(lag.Owner, lag.Conversation)] = queue = new();
        queue.Enqueue(lag);
    }
}
