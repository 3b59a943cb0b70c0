using MessageSync.Inboxes;
using MessageSync.Storage;

namespace MessageSync.FanOut;

/// <summary>
/// Offers set aside for Inboxes that failed to take them, durably, in order. While there are any for a conversation and
/// user, later offers of the same join them. Thread-safe.
/// </summary>
/// <param name="commit">Where they are stored.</param>
/// <param name="process">Tells the numbers of this process from those of others that share the store.</param>
internal sealed class Lags(IGroupCommit commit, string process)
{
    /// <summary>The low bits of a number are the process's own, so that no two give the same.</summary>
    private const int ProcessBits = 20;

    private readonly long _process = Fnv(process) & ((1L << ProcessBits) - 1);
    private readonly HashSet<long> _known = [];
    private readonly Dictionary<(UserId, ConversationId), Queue<Lag>> _lagging = [];
    private long _no;

    /// <summary>Takes in what the store has; what is known already is passed over.</summary>
    /// <returns>How many are new.</returns>
    public int Load(IEnumerable<Lag> stored)
    {
        lock (_lagging)
        {
            var before = _known.Count;
            foreach (var lag in stored.Where(lag => !_known.Contains(lag.No))) Queue(lag);
            return _known.Count - before;
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
        var lag = new Lag(NextNo(), owner, conversation, offers);
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
                _known.Remove(queue.Dequeue().No);
                if (queue.Count == 0) _lagging.Remove((owner, conversation));
            }
        }
    }

    /// <summary>FNV-1a: a seeded run gives the same in any process.</summary>
    private static long Fnv(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text) hash = unchecked((hash ^ c) * 16777619);
        return hash;
    }

    private Lag? First(UserId owner, ConversationId conversation)
    {
        lock (_lagging) return _lagging.TryGetValue((owner, conversation), out var queue) ? queue.Peek() : null;
    }

    /// <summary>Greater than all that were seen.</summary>
    private long NextNo()
    {
        lock (_lagging) return _no = (((_no >> ProcessBits) + 1) << ProcessBits) | _process;
    }

    private void Queue(Lag lag)
    {
        _known.Add(lag.No);
        _no = Math.Max(_no, lag.No);
        if (!_lagging.TryGetValue((lag.Owner, lag.Conversation), out var queue))
            _lagging[(lag.Owner, lag.Conversation)] = queue = new();
        queue.Enqueue(lag);
    }
}
