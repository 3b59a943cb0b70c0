using MessageSync.Inboxes;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>Every entry that one Inbox ever held, and those that newer ones took in.</summary>
internal sealed class InboxLog(UserId owner)
{
    private readonly SortedDictionary<long, InboxEntry> _entries = [];

    public UserId Owner { get; } = owner;

    public HashSet<long> Merged { get; } = [];

    public IReadOnlyCollection<InboxEntry> Entries => _entries.Values;

    public long Head => _entries.Count == 0 ? 0 : _entries.Keys.Last();

    /// <summary>The entries that no newer one took in, dropped or not.</summary>
    public IEnumerable<InboxEntry> Unmerged => _entries.Values.Where(entry => !Merged.Contains(entry.Seq.Value));

    public InboxEntry? Find(long seq) => _entries.GetValueOrDefault(seq);

    public void Add(InboxRun run)
    {
        var last = Head;
        foreach (var entry in run.Added)
        {
            if (entry.Seq.Value <= last) throw new SimulationFailure("I1", $"{Owner}: place {entry.Seq} came after {last}.");
            if (_entries.Count > 0 && entry.At < _entries[_entries.Keys.Last()].At)
                throw new SimulationFailure("I1", $"{Owner}: the time of {entry.Seq} went back.");
            _entries[last = entry.Seq.Value] = entry;
        }
        foreach (var seq in run.Removed) Merged.Add(seq.Value);
    }
}
