using MessageSync.Inboxes;
using MessageSync.Simulation.Tests.Truth;
using MessageSync.Simulation.Tests.World;

namespace MessageSync.Simulation.Tests.Checks;

/// <summary>What a user saw when a request began, to compare its reply with: between that and now lies the truth.</summary>
internal sealed class Sight
{
    private readonly Ledger _ledger;
    private readonly Dictionary<ConversationId, (int Changes, OwnTruth Own)> _began;

    public Sight(Town town, UserId user)
    {
        (_ledger, User) = (town.Ledger, user);
        _began = _ledger.Conversations.ToDictionary(log => log.Id, log => (log.Changes.Count, _ledger.ViewOf(user, log)));
    }

    public UserId User { get; }

    public OwnTruth OwnThen(ConversationId id) => _began.TryGetValue(id, out var then) ? then.Own : OwnTruth.Untouched;

    public OwnTruth OwnNow(ConversationId id) => _ledger.ViewOf(User, _ledger.Find(id)!);

    public bool Saw(ConversationLog log, long seq) => _began.TryGetValue(log.Id, out var then)
        && log.Messages[(int)seq - 1].No.Value <= then.Changes
        && log.Sees(User, seq, then.Changes) && !then.Own.Hidden.Contains(seq);

    public bool Sees(ConversationLog log, long seq) => log.Sees(User, seq) && !OwnNow(log.Id).Hidden.Contains(seq);

    /// <summary>True when the user saw it at some time since.</summary>
    public bool MaySee(ConversationLog log, long seq) => !OwnThen(log.Id).Hidden.Contains(seq)
        && (log.Sees(User, seq) || (_began.TryGetValue(log.Id, out var then) && log.Sees(User, seq, then.Changes)));

    /// <summary>True for an entry that is shown now.</summary>
    public bool Sees(InboxEntry entry) => entry.Content is not EntryContent.OfMessage { Seq.Value: var seq }
        || (_ledger.Find(entry.Conversation!.Value) is { } log && Sees(log, seq));

    /// <summary>True for an entry that is shown all the time.</summary>
    public bool Shows(InboxEntry entry) => entry.Content is not EntryContent.OfMessage { Seq.Value: var seq }
        || (_ledger.Find(entry.Conversation!.Value) is { } log && Sees(log, seq) && Saw(log, seq));

    /// <summary>True for an entry that is shown at some time.</summary>
    public bool MayShow(InboxEntry entry) => entry.Content is not EntryContent.OfMessage { Seq.Value: var seq }
        || (_ledger.Find(entry.Conversation!.Value) is { } log && MaySee(log, seq));
}
