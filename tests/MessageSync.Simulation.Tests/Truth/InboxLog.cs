using MessageSync.Inboxes;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>Every entry that one Inbox ever held, those that newer ones took in, and its owner's view of
/// conversations.</summary>
internal sealed class InboxLog(UserId owner, int entriesMax)
{
    private readonly SortedDictionary<long, InboxEntry> _entries = [];
    private readonly SortedSet<long> _unmerged = [];
    private readonly Dictionary<ConversationId, OwnTruth> _views = [];
    private readonly HashSet<long> _beyond = [];
    private readonly HashSet<long> _own = [];

    public UserId Owner { get; } = owner;

    public bool HasMerged => _unmerged.Count < _entries.Count;

    public IReadOnlyCollection<InboxEntry> Entries => _entries.Values;

    public long Head { get; private set; }

    private DateTimeOffset LastAt { get; set; }

    /// <summary>The entries that no newer one took in, dropped or not.</summary>
    public IEnumerable<InboxEntry> Unmerged => _unmerged.Select(seq => _entries[seq]);

    public InboxEntry? Find(long seq) => _entries.GetValueOrDefault(seq);

    /// <summary>True when so many newer ones came that it may be gone.</summary>
    public bool IsBeyond(long seq) => _beyond.Contains(seq);

    /// <summary>True when what the owner did to their own view made this entry, and no change of the Timeline.</summary>
    public bool IsOwn(long seq) => _own.Contains(seq);

    public OwnTruth ViewOf(ConversationId conversation) => _views.GetValueOrDefault(conversation, OwnTruth.Untouched);

    public void Add(InboxRun run)
    {
        foreach (var entry in run.Added)
        {
            if (entry.Seq.Value <= Head) throw new SimulationFailure("I1", $"{Owner}: place {entry.Seq} came after {Head}.");
            if (entry.At < LastAt) throw new SimulationFailure("I1", $"{Owner}: the time of {entry.Seq} went back.");

            _entries[entry.Seq.Value] = entry;
            _unmerged.Add(entry.Seq.Value);
            if (run.View is not null) _own.Add(entry.Seq.Value);
            (Head, LastAt) = (entry.Seq.Value, entry.At);
        }
        foreach (var seq in run.Removed) _unmerged.Remove(seq.Value);
        if (_unmerged.Count > entriesMax) _beyond.UnionWith(_unmerged.Take(_unmerged.Count - entriesMax));
        if (run.View is { } view) _views[view.Conversation] = ViewOf(view.Conversation).With(view);
    }
}
