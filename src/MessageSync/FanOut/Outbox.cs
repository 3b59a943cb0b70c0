using System.Diagnostics;

namespace MessageSync.FanOut;

/// <summary>What one conversation has still to announce, in change order. Thread-safe.</summary>
internal sealed class Outbox(ConversationId conversation)
{
    /// <summary>Most announcements, and about most offers, of one round.</summary>
    private const int RoundMax = 1000;
    private const int OffersMax = 20_000;

    private readonly Queue<PendingAnnouncement> _pending = new();
    private readonly HeldReceipts _receipts = new();
    private bool _busy;
    private long _roundSince;
    private bool _retired;

    public ConversationId Conversation { get; } = conversation;

    /// <summary>Adds to the queue. Read marks are held back; whatever else comes takes them along.</summary>
    /// <param name="announcements">In change order.</param>
    /// <returns>What the caller sees to; null when it was retired: the caller takes another.</returns>
    public Added? TryAdd(IReadOnlyList<PendingAnnouncement> announcements)
    {
        lock (_pending)
        {
            if (_retired) return null;

            var (held, offers) = (_receipts.Any, 0);
            for (var i = 0; i < announcements.Count; i++)
            {
                var one = announcements[i];
                if (one is { Present: not null, Announcement.IsReceipt: true })
                {
                    offers += one.Offers + Enqueue(_receipts.Hold(one, out var replaced)) - replaced;
                    continue;
                }
                if (_receipts.Any) Enqueue(_receipts.Release());
                _pending.Enqueue(one);
                offers += one.Offers;
            }
            return new(Wake(), offers, !held && _receipts.Any);
        }
    }

    /// <summary>Lets go of read marks that were held.</summary>
    /// <returns>True when nobody is at it: the caller sees to it.</returns>
    public bool Release()
    {
        lock (_pending)
        {
            Enqueue(_receipts.Release());
            return Wake();
        }
    }

    /// <summary>Ends it, unless there is something to announce.</summary>
    public bool TryRetire()
    {
        lock (_pending) return _retired = !_busy && _pending.Count == 0 && !_receipts.Any;
    }

    /// <summary>The next round; null when there is nothing left, and then nobody is at it any more.</summary>
    public List<PendingAnnouncement>? Take()
    {
        lock (_pending)
        {
            _busy = _pending.Count > 0;
            _roundSince = _busy ? _pending.Peek().Since : 0;
            if (!_busy) return null;

            var (round, offers) = (new List<PendingAnnouncement>(Math.Min(_pending.Count, RoundMax)), 0);
            while (round.Count < RoundMax && offers < OffersMax && _pending.TryDequeue(out var next))
            {
                round.Add(next);
                offers += next.Offers;
            }
            return round;
        }
    }

    /// <summary>Since when the oldest change waits that is not in every Inbox; 0 where none does or nobody asked.</summary>
    public long OldestSince
    {
        get
        {
            lock (_pending) return _roundSince != 0 ? _roundSince : _pending.TryPeek(out var next) ? next.Since : 0;
        }
    }

    private int Enqueue(IReadOnlyList<PendingAnnouncement> announcements)
    {
        foreach (var one in announcements) _pending.Enqueue(one);
        return announcements.Sum(one => one.Offers);
    }

    private bool Wake()
    {
        var wake = !_busy && _pending.Count > 0;
        _busy |= wake;
        return wake;
    }
}

/// <summary>What adding to an <see cref="Outbox"/> came to.</summary>
/// <param name="Wake">Nobody is at it.</param>
/// <param name="Offers">About how many offers are to be made for it.</param>
/// <param name="Holds">It holds read marks back from now on.</param>
internal readonly record struct Added(bool Wake, int Offers, bool Holds);

/// <summary>One announcement on its way.</summary>
/// <param name="Announcement">What is announced.</param>
/// <param name="Present">Who was in after the change, ascending; null where the store has to be asked.</param>
/// <param name="Done">Called once when everybody has it, or it is set aside durably.</param>
internal sealed record PendingAnnouncement(
    Announcement Announcement, IReadOnlyList<UserId>? Present, Action Done)
{
    /// <summary>A time stamp of its commit; 0 where nobody wants to know.</summary>
    public long Since { get; init; }

    /// <summary>The recorded span that it is due to; null where there is none.</summary>
    public Activity? Cause { get; init; }

    /// <summary>About how many Inboxes it goes to.</summary>
    public int Offers => Announcement.ToMembers is null ? 1 : Present?.Count ?? 1;
}
