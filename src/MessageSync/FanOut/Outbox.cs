using MessageSync.Timelines;

namespace MessageSync.FanOut;

/// <summary>What one conversation has still to announce, in change order. Thread-safe.</summary>
internal sealed class Outbox(ConversationId conversation)
{
    /// <summary>Most announcements, and about most offers, of one round.</summary>
    private const int RoundMax = 1000;
    private const int OffersMax = 20_000;

    private readonly Queue<PendingAnnouncement> _pending = new();
    private bool _busy;
    private bool _retired;

    public ConversationId Conversation { get; } = conversation;

    /// <summary>Adds to the queue.</summary>
    /// <param name="announcements">In change order.</param>
    /// <param name="wake">True when nobody is at it: the caller sees to it.</param>
    /// <returns>False when it was retired: the caller takes another.</returns>
    public bool TryAdd(IEnumerable<PendingAnnouncement> announcements, out bool wake)
    {
        lock (_pending)
        {
            wake = false;
            if (_retired) return false;

            foreach (var one in announcements) _pending.Enqueue(one);
            wake = !_busy;
            _busy = true;
            return true;
        }
    }

    /// <summary>Ends it, unless there is something to announce.</summary>
    public bool TryRetire()
    {
        lock (_pending) return _retired = !_busy && _pending.Count == 0;
    }

    /// <summary>The next round; empty when there is nothing left, and then nobody is at it any more.</summary>
    public IReadOnlyList<PendingAnnouncement> Take()
    {
        lock (_pending)
        {
            var (round, offers) = (new List<PendingAnnouncement>(), 0);
            while (round.Count < RoundMax && offers < OffersMax && _pending.TryDequeue(out var next))
            {
                round.Add(next);
                offers += next.Offers;
            }
            _busy = round.Count > 0;
            return round;
        }
    }
}

/// <summary>One announcement on its way.</summary>
/// <param name="Announcement">What is announced.</param>
/// <param name="Present">Members after the change; null where the store has to be asked.</param>
/// <param name="Done">Called once when everybody has it, or it is set aside durably.</param>
internal sealed record PendingAnnouncement(
    Announcement Announcement, IReadOnlyDictionary<UserId, Member>? Present, Action Done)
{
    /// <summary>About how many Inboxes it goes to.</summary>
    public int Offers => Announcement.ToMembers is null ? 1 : Present?.Count ?? 1;
}
