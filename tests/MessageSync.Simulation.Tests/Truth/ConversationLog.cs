using System.Collections.Immutable;
using MessageSync.Timelines;

namespace MessageSync.Simulation.Tests.Truth;

/// <summary>One stay of a user in a conversation, in change numbers and in messages.</summary>
internal sealed record Stay(long Joined, long After, DateTimeOffset JoinedAt, MemberRole Role)
{
    /// <summary>How far the user has read; never moves back.</summary>
    public long ReadUpTo { get; init; } = After;

    public long? Left { get; init; }

    public long? UpTo { get; init; }

    public DateTimeOffset? LeftAt { get; init; }
}

/// <summary>The changes of one conversation as they were stored, replayed in the plainest way.</summary>
internal sealed class ConversationLog(ConversationId id)
{
    private readonly List<ImmutableSortedSet<UserId>> _members = [[]];
    private readonly Dictionary<UserId, List<Stay>> _stays = [];

    /// <summary>The backend that manages every conversation.</summary>
    public static UserId Service { get; } = new("backend");

    public ConversationId Id { get; } = id;

    public List<Change> Changes { get; } = [];

    public List<MessageSent> Messages { get; } = [];

    /// <summary>What became of each of <see cref="Messages"/>.</summary>
    public List<MessageLog> States { get; } = [];

    /// <summary>The last edit or recall.</summary>
    public long MutationHead { get; private set; }

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

    /// <summary>True when a user sees a message by right, by the words of the contract; what they hid is not looked
    /// at.</summary>
    public bool Sees(UserId user, long seq) => Sees(user, seq, Changes.Count);

    /// <summary>The same right after change <paramref name="at"/>.</summary>
    public bool Sees(UserId user, long seq, long at)
    {
        var stays = StaysOf(user).TakeWhile(stay => stay.Joined <= at).ToList();
        if (stays.Count == 0 || seq > Messages.Count) return false;

        return Terms.History == HistoryPolicy.All
            ? stays[^1].Left > at || seq <= (stays[^1].UpTo ?? long.MaxValue)
            : stays.Any(stay => seq > stay.After && (stay.Left > at || seq <= (stay.UpTo ?? long.MaxValue)));
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
        switch (change)
        {
            case MessageSent sent:
                Add(sent);
                break;
            case MessageEdited edited:
                States[(int)edited.Seq.Value - 1].Add(edited);
                MutationHead = change.No.Value;
                break;
            case MessageRecalled recalled:
                CheckRight(recalled);
                States[(int)recalled.Seq.Value - 1].Add(recalled);
                MutationHead = change.No.Value;
                break;
            case ReadMoved read:
                Add(read);
                break;
        }
    }

    /// <summary>A sender who is in, an owner, or the service.</summary>
    private void CheckRight(MessageRecalled recalled)
    {
        var right = recalled.By == Service || (IsMember(recalled.By)
            && (_stays[recalled.By][^1].Role == MemberRole.Owner
                || Messages[(int)recalled.Seq.Value - 1].Sender == recalled.By));
        SimulationFailure.Unless(right, "T4", () => $"{recalled.By} had no right to recall {recalled.Seq} of {Id}.");
    }

    private void Add(ReadMoved read)
    {
        SimulationFailure.Unless(IsMember(read.Reader), "S1", () => $"{Id}: {read.Reader} reads, and is not in.");
        var stays = _stays[read.Reader];
        SimulationFailure.Unless(read.UpTo.Value > stays[^1].ReadUpTo, "T16",
            () => $"{Id}: {read.Reader} had read up to {stays[^1].ReadUpTo}, and moved to {read.UpTo}.");
        SimulationFailure.Unless(read.UpTo.Value <= Messages.Count, "T16",
            () => $"{Id}: {read.Reader} read {read.UpTo} of {Messages.Count}.");
        stays[^1] = stays[^1] with { ReadUpTo = read.UpTo.Value };
    }

    private void Add(MessageSent sent)
    {
        if (sent.Seq.Value != Messages.Count + 1)
            throw new SimulationFailure("T2", $"{Id}: message {sent.Seq} was stored after {Messages.Count}.");

        Messages.Add(sent);
        States.Add(new(Id, sent));
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
