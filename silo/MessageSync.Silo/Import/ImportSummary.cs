using MessageSync.ChatLogs;

namespace MessageSync.Silo.Import;

/// <summary>What an import did, so far or at its end.</summary>
public sealed class ImportSummary
{
    private readonly HashSet<UserId> _members = [];
    private readonly int[] _skipped = new int[Enum.GetValues<SkippedKind>().Length];
    private int _messages;

    /// <summary>Files gone through.</summary>
    public int Files { get; set; }

    /// <summary>Lines gone through, those imported before included.</summary>
    public int Lines { get; set; }

    /// <summary>Lines that an earlier run had imported.</summary>
    public int LinesBefore { get; set; }

    /// <summary>Messages that this run added.</summary>
    public int Messages => _messages;

    /// <summary>Users that this run made members, now and then or for good.</summary>
    public int Members => _members.Count;

    /// <summary>Lines that are no part of a conversation, by kind; kinds without any are left out.</summary>
    public IEnumerable<(SkippedKind Kind, int Lines)> Skipped =>
        Enum.GetValues<SkippedKind>().Select(kind => (kind, _skipped[(int)kind])).Where(skipped => skipped.Item2 > 0);

    /// <summary>Counts a message; safe from any thread.</summary>
    internal void Sent() => Interlocked.Increment(ref _messages);

    internal void Joined(UserId user) => _members.Add(user);

    internal void Skip(SkippedKind kind) => _skipped[(int)kind]++;
}
