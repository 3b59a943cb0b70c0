namespace MessageSync.Timelines;

/// <summary>
/// Works out what a command on members comes to: what is so already is left out, and a group that has members never
/// loses its last owner: the longest present other one takes over (ties by id).
/// </summary>
internal sealed class Membership(Timeline timeline)
{
    private readonly Dictionary<UserId, MemberChange> _changes = [];

    /// <summary>Each user at most once; empty when everything is so already.</summary>
    public IReadOnlyList<MemberChange> Changes => [.. _changes.Values];

    /// <summary>How many members there are afterwards.</summary>
    public int Count => timeline.Members.Count
        + _changes.Values.Count(change => change.Kind == MemberChangeKind.Joined)
        - _changes.Values.Count(change => change.Kind == MemberChangeKind.Left);

    /// <summary>Why it cannot be; null when it can.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Adds and removes.</summary>
    public Membership With(ChangeMembers command) => With(command.Add, command.Remove);

    /// <summary>Takes one out.</summary>
    public Membership With(RemoveMember command) => With([], [command.User]);

    /// <summary>Brings in, or gives a role.</summary>
    public Membership With(PutMember command)
    {
        var (user, role) = (command.User, command.Role);
        if (!timeline.Members.TryGetValue(user, out var member))
            _changes[user] = new(user, MemberChangeKind.Joined, role ?? MemberRole.Member);
        else if (role is { } wanted && wanted != member.Role)
            _changes[user] = new(user, MemberChangeKind.Role, wanted);

        if (role == MemberRole.Member && !KeepAnOwner([user])) Refusal = new Refusal.Forbidden();
        return this;
    }

    private Membership With(IReadOnlyList<UserId> add, IReadOnlyList<UserId> remove)
    {
        foreach (var user in add.Where(user => !timeline.Members.ContainsKey(user)))
            _changes[user] = new(user, MemberChangeKind.Joined, MemberRole.Member);
        foreach (var user in remove.Where(timeline.Members.ContainsKey))
            _changes[user] = new(user, MemberChangeKind.Left, null);

        KeepAnOwner(remove);
        return this;
    }

    /// <summary>False when a group that had an owner is left with members and nobody but the demoted to own it.</summary>
    private bool KeepAnOwner(IEnumerable<UserId> losing)
    {
        var lost = losing
            .Where(user => timeline.Members.TryGetValue(user, out var member) && member.Role == MemberRole.Owner)
            .ToHashSet();
        var owners = timeline.Members.Values.Where(member => member.Role == MemberRole.Owner);
        if (lost.Count == 0 || owners.Any(owner => !lost.Contains(owner.User))) return true;

        var heir = timeline.Members.Values
            .Where(member => !_changes.ContainsKey(member.User))
            .MinBy(member => (member.JoinedChange.Value, member.User));
        if (heir is not null)
            _changes[heir.User] = new(heir.User, MemberChangeKind.Role, MemberRole.Owner);
        else if (_changes.Values.FirstOrDefault(change => change.Kind == MemberChangeKind.Joined) is { } newcomer)
            _changes[newcomer.User] = newcomer with { Role = MemberRole.Owner };
        else return false;
        return true;
    }
}
