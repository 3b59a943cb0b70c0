namespace MessageSync.Grains;

/// <summary>Orders of lists that are being paged, so that each is sorted once. Bounded by ids and by time: what is gone is
/// worked out again. Thread-safe.</summary>
internal sealed class ListOrders(TimeProvider clock)
{
    private const int IdsMax = 500_000;
    private static readonly TimeSpan s_keptFor = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(UserId, long), LinkedListNode<Kept>> _kept = [];
    private readonly LinkedList<Kept> _byAge = new();
    private long _no = Random.Shared.NextInt64(1, long.MaxValue / 2);
    private int _ids;

    /// <summary>The order of the page's list; null when it is gone.</summary>
    public Kept? Find(UserId user, ListPage page)
    {
        lock (_kept) return _kept.TryGetValue((user, page.Kept), out var node) ? node.Value : null;
    }

    /// <summary>Keeps the order of a list that has another page.</summary>
    public Kept Keep(UserId user, ListPage page, IReadOnlyList<ConversationId> ids)
    {
        lock (_kept)
        {
            var kept = new Kept(user, page.Kept > 0 ? page.Kept : ++_no, ids, clock.GetTimestamp());
            while (_byAge.First is { } oldest
                && (_ids + ids.Count > IdsMax || clock.GetElapsedTime(oldest.Value.Since) > s_keptFor)) Drop(oldest);

            _kept[(user, kept.No)] = _byAge.AddLast(kept);
            _ids += ids.Count;
            return kept;
        }
    }

    private void Drop(LinkedListNode<Kept> node)
    {
        _byAge.Remove(node);
        _kept.Remove((node.Value.User, node.Value.No));
        _ids -= node.Value.Ids.Count;
    }

    /// <summary>One order.</summary>
    /// <param name="User">Whose.</param>
    /// <param name="No">Its name.</param>
    /// <param name="Ids">All of it.</param>
    /// <param name="Since">When it was sorted.</param>
    public sealed record Kept(UserId User, long No, IReadOnlyList<ConversationId> Ids, long Since);
}
