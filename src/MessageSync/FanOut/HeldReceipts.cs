namespace MessageSync.FanOut;

/// <summary>
/// Read marks of one conversation that are collected for a while: the newest of each reader. The reader's own Inbox does
/// not wait; since an Inbox takes changes in their order, it then gets first what is held. Not thread-safe.
/// </summary>
internal sealed class HeldReceipts
{
    private readonly Dictionary<UserId, Held> _held = [];

    /// <summary>True when any is held.</summary>
    public bool Any => _held.Count > 0;

    /// <summary>Holds a read mark.</summary>
    /// <param name="receipt">Later than those before.</param>
    /// <param name="replaced">How many offers need not be made any more.</param>
    /// <returns>What its reader gets at once.</returns>
    public IReadOnlyList<PendingAnnouncement> Hold(PendingAnnouncement receipt, out int replaced)
    {
        var reader = receipt.Announcement.Concerned![0];
        replaced = 0;
        if (!_held.Remove(reader, out var held)) held = new(receipt, []);
        else replaced = held.Newest.Offers;
        IReadOnlyList<PendingAnnouncement> atOnce = [.. InOrder().Append(receipt).Select(one => ToOne(one, reader))];

        held.Done.Add(receipt.Done);
        _held[reader] = held with { Newest = receipt };
        return atOnce;
    }

    /// <summary>Lets go of all, in change order.</summary>
    public IReadOnlyList<PendingAnnouncement> Release()
    {
        if (!Any) return [];

        IReadOnlyList<PendingAnnouncement> all = [.. InOrder()];
        _held.Clear();
        return all;
    }

    /// <summary>What everybody but their readers gets.</summary>
    private IEnumerable<PendingAnnouncement> InOrder() =>
        from held in _held.Values
        orderby held.Newest.Announcement.Change
        let announcement = held.Newest.Announcement with
        {
            Concerned = null,
            ToConcerned = null,
            Unseen = held.Newest.Announcement.Concerned,
        }
        select held.Newest with { Announcement = announcement, Since = 0, Done = () => held.Done.ForEach(done => done()) };

    private static PendingAnnouncement ToOne(PendingAnnouncement receipt, UserId user) => receipt with
    {
        Announcement = receipt.Announcement with
        {
            ToMembers = null,
            Concerned = [user],
            ToConcerned = receipt.Announcement.ToMembers,
            Unseen = null,
            IsReceipt = false,
        },
        Done = () => { },
    };

    private sealed record Held(PendingAnnouncement Newest, List<Action> Done);
}
