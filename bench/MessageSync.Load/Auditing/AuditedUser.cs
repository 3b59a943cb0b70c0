using MessageSync.Load.Targets;

namespace MessageSync.Load.Auditing;

/// <summary>What one user's Inbox showed so far, and whether that keeps to the rules: each message once, and those of
/// one conversation in their order. For one reader at a time.</summary>
/// <param name="user">Whose Inbox.</param>
/// <param name="conversation">The conversation that is audited.</param>
/// <param name="ledger">What was acknowledged there.</param>
internal sealed class AuditedUser(UserId user, ConversationId conversation, Ledger ledger)
{
    private readonly HashSet<SeqNo> _seen = [];
    private SeqNo _last;
    private SeqNo _advanced;

    /// <summary>The device that the audit reads with.</summary>
    public static DeviceId Device { get; } = new("audit");

    /// <summary>Whose Inbox.</summary>
    public UserId User => user;

    /// <summary>The conversation that is audited.</summary>
    public ConversationId Conversation => conversation;

    /// <summary>What was acknowledged there.</summary>
    public Ledger Ledger => ledger;

    /// <summary>Where reading goes on; null before it began.</summary>
    public string? Cursor { get; set; }

    /// <summary>Entries were dropped before they were read: Inboxes are bounded, that is within the rules.</summary>
    public bool WasTrimmed { get; private set; }

    /// <summary>Messages that came twice.</summary>
    public int Repeated { get; private set; }

    /// <summary>Messages that came after a later one.</summary>
    public int OutOfOrder { get; private set; }

    /// <summary>Messages of the conversation that were seen.</summary>
    public int Seen => _seen.Count;

    /// <summary>Takes in a page and moves the cursor.</summary>
    /// <returns>The messages of the conversation that are new.</returns>
    public IReadOnlyList<SeqNo> TakeIn(InboxPage page)
    {
        var news = new List<SeqNo>();
        WasTrimmed |= page.Trimmed;
        Cursor = page.Cursor;
        foreach (var entry in page.Entries.Where(entry => entry.Conversation == conversation))
        {
            if (entry.Kind == ItemKind.Advanced) _advanced = Max(_advanced, entry.Seq);
            if (entry.Kind != ItemKind.Message) continue;

            if (!_seen.Add(entry.Seq)) Repeated++;
            else if (entry.Seq.CompareTo(_last) < 0) OutOfOrder++;
            else news.Add(entry.Seq);
            _last = Max(_last, entry.Seq);
        }
        return news;
    }

    /// <summary>Sorts what was acknowledged by where it must be.</summary>
    /// <returns>What the Inbox showed; what it did not show and the history must: announced by an <c>advanced</c>
    /// entry, or dropped as older than what was kept; and what is missing.</returns>
    public (IReadOnlyList<SeqNo> InInbox, IReadOnlyList<SeqNo> InHistory, IReadOnlyList<SeqNo> Missing) Sort()
    {
        var (inInbox, inHistory, missing) = (new List<SeqNo>(), new List<SeqNo>(), new List<SeqNo>());
        var first = _seen.Count > 0 ? _seen.Min() : new SeqNo(long.MaxValue);
        foreach (var seq in ledger.Acknowledged)
        {
            if (_seen.Contains(seq)) inInbox.Add(seq);
            else if (seq.CompareTo(_advanced) <= 0 || (WasTrimmed && seq.CompareTo(first) < 0)) inHistory.Add(seq);
            else missing.Add(seq);
        }
        return (inInbox, inHistory, missing);
    }

    private static SeqNo Max(SeqNo one, SeqNo other) => one.CompareTo(other) >= 0 ? one : other;
}
