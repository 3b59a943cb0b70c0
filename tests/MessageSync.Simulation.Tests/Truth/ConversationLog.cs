using System.Collections.Immutable;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>One stay of a user in a conversation, in change numbers and in messages.</summary>
internal sealed record Stay(long Joined, long After, DateTimeOffset JoinedAt, MemberRole Role)
{
    public long? Left { get; init; }

    public long? UpTo { get; init; }

    public DateTimeOffset? LeftAt { get; init; }
}

/// <summary>The changes of one conversation as they were stored, replayed in the plainest way.</summary>
internal sealed class ConversationLog(ConversationId id)
{
    private readonly List<ImmutableSortedSet<UserId>> _members = [[]];
    private readonly Dictionary<UserId, List<Stay>> _stays = [];

    public ConversationId Id { get; } = id;

    public List<Change> Changes { get; } = [];

    public List<MessageSent> Messages { get; } = [];

    public ConversationTerms Terms => ((ConversationCreated)Changes[0]).Terms;

    public string? Title => TitleAt(Changes.Count);

    public IEnumerable<UserId> Everybody => _stays.Keys;

    /// <summary>Who is in after change <paramref name="change"/>.</summary>
    public ImmutableSortedSet<UserId> MembersAt(long change) => _members[(int)change];

    public bool IsLargeAt(long change) => MembersAt(change).Count > Limits.SmallGroupMembersMax;

    public IReadOnlyList<Stay> StaysOf(UserId user) => _stays.GetValueOrDefault(user) ?? [];

    public bool IsMember(UserId user) => _members[^1].Contains(user);

    public string? TitleAt(long change) => Changes.Take((int)change).Select(one => one switch
    {
        TitleChanged changed => changed.Title,
        ConversationCreated created => created.Title,
        _ => null,
    }).LastOrDefault(title => title is not null);

    /// <summary>When the newest message up to <paramref name="seq"/> was sent, or the conversation made.</summary>
    public DateTimeOffset SentAt(long seq) => seq == 0 ? Terms.CreatedAt : Messages[(int)seq - 1].At;

    /// <summary>The messages that a user sees by right, by the words of the contract.</summary>
    public SortedSet<long> VisibleTo(UserId user)
    {
        var stays = StaysOf(user);
        if (stays.Count == 0) return [];

        var seqs = Enumerable.Range(1, Messages.Count).Select(n => (long)n);
        return Terms.History == HistoryPolicy.All
            ? [.. seqs.Where(seq => seq <= (stays[^1].UpTo ?? long.MaxValue))]
            : [.. seqs.Where(seq => stays.Any(stay => seq > stay.After && seq <= (stay.UpTo ?? long.MaxValue)))];
    }

    public void Add(Change change)
    {
        if (change.No.Value != Changes.Count + 1)
            throw new SimulationFailure("S1", $"{Id}: change {change.No} was stored after {Changes.Count}.");

        Changes.Add(change);
        var members = _members[^1];
        var changed = change switch
        {
            ConversationCreated created => created.Members,
            MembersChanged some => some.Members,
            _ => [],
        };
        foreach (var one in changed) members = Add(members, change, one);
        _members.Add(members);
        if (change is MessageSent sent) Add(sent);
    }

    private void Add(MessageSent sent)
    {
        if (sent.Seq.Value != Messages.Count + 1)
            throw new SimulationFailure("T2", $"{Id}: message {sent.Seq} was stored after {Messages.Count}.");

        Messages.Add(sent);
    }

    private ImmutableSortedSet<UserId> Add(ImmutableSortedSet<UserId> members, Change change, MemberChange one)
    {
        if (!_stays.TryGetValue(one.User, out var stays)) _stays[one.User] = stays = [];
        switch (one.Kind)
        {
            case MemberChangeKind.Joined:
                stays.Add(new(change.No.Value, Messages.Count, change.At, one.Role!.Value));
                return members.Add(one.User);
            case MemberChangeKind.Role:
                stays[^1] = stays[^1] with { Role = one.Role!.Value };
                return members;
            default:
                stays[^1] = stays[^1] with { Left = change.No.Value, UpTo = Messages.Count, LeftAt = change.At };
                return members.Remove(one.User);
        }
    }
}
