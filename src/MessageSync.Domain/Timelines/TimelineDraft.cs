using MessageSync.FanOut;

namespace MessageSync.Timelines;

/// <summary>
/// Decides one run: the changes that one commit stores together. Accepted commands build on one another; a refusal or a
/// repeat is given only when it holds against the committed state too, otherwise the command waits for the next run. So
/// nobody is ever told of what may yet roll back.
/// </summary>
public sealed class TimelineDraft
{
    private readonly ConversationId _id;
    private readonly Timeline? _committed;
    private readonly TimelineRules _rules;
    private HashSet<SeqNo>? _mutated;
    private HashSet<(UserId, SendKey)>? _keys;
    private int _keysThrough;
    private bool _joined;
    private readonly List<Change> _changes = [];
    private readonly List<Announcement> _announcements = [];
    private readonly List<IReadOnlyList<UserId>> _present = [];

    /// <summary>Begins a run.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="committed">Its stored state; null while it does not exist.</param>
    /// <param name="rules">The options.</param>
    public TimelineDraft(ConversationId id, Timeline? committed, TimelineRules rules)
    {
        (_id, _committed, After, _rules) = (id, committed, committed, rules);
    }

    /// <summary>What the state will be once the run is stored.</summary>
    public Timeline? After { get; private set; }

    /// <summary>What is to be stored, in order.</summary>
    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>Who is to learn of it, one for each change.</summary>
    public IReadOnlyList<Announcement> Announcements => _announcements;

    /// <summary>Those who were in after each change, ascending; nobody where members learn of it by <c>advanced</c>.</summary>
    public IReadOnlyList<IReadOnlyList<UserId>> Present => _present;

    /// <summary>Decides the next command.</summary>
    /// <param name="command">What somebody wants.</param>
    /// <param name="facts">What is stored of that which it is about.</param>
    /// <param name="now">The server's clock.</param>
    /// <returns>Null when it has to wait for the next run.</returns>
    public Verdict? Next(TimelineCommand command, CommandFacts? facts, DateTimeOffset now)
    {
        if (IsInThisRun(command, facts)) return null;

        var verdict = Decide(After, command, facts, now);
        if (verdict is Verdict.Accepted(var change))
        {
            Add(change);
            return verdict;
        }
        return _changes.Count == 0 || verdict == Decide(_committed, command, facts, now) ? verdict : null;
    }

    /// <summary>True for a command about a message that this run sends or changes: the facts are older.</summary>
    private bool IsInThisRun(TimelineCommand command, CommandFacts? facts) => command switch
    {
        SendMessage send => facts is null && IsSentInThisRun(send),
        MessageCommand about => _joined || _mutated?.Contains(about.Seq) == true
            || (about.Seq > (_committed?.Head ?? SeqNo.None) && about.Seq <= (After?.Head ?? SeqNo.None)),
        _ => false,
    };

    /// <summary>Most runs send one message: its key is looked at only when there is another.</summary>
    private bool IsSentInThisRun(SendMessage send)
    {
        for (; _keysThrough < _changes.Count; _keysThrough++)
            if (_changes[_keysThrough] is MessageSent sent) (_keys ??= []).Add((sent.Sender, sent.SendKey));
        return _keys?.Contains((send.Caller.User, send.SendKey)) == true;
    }

    private Verdict Decide(Timeline? timeline, TimelineCommand command, CommandFacts? facts, DateTimeOffset now) =>
        (timeline, command) switch
        {
            (null, CreateConversation create) => Begin(Timeline.Begin(create, now)),
            (null, _) => new Verdict.Refused(new Refusal.ConversationNotFound()),
            _ => timeline.Decide(command, facts, _rules, now),
        };

    private Verdict Begin(ConversationCreated created) => created.Members.Count > _rules.MembersMax
        ? new Verdict.Refused(new Refusal.ConversationFull(_rules.MembersMax))
        : new Verdict.Accepted(created);

    private void Add(Change change)
    {
        var before = After;
        After = change is ConversationCreated created && before is null
            ? Timeline.Of(_id, created)
            : before!.Apply(change);
        _changes.Add(change);
        var announcement = Announcement.Of(before, change, After);
        _announcements.Add(announcement);
        _present.Add(announcement.ToMembers is null ? [] : After.MemberIds);
        if (change is MessageEdited edited) (_mutated ??= []).Add(edited.Seq);
        else if (change is MessageRecalled recalled) (_mutated ??= []).Add(recalled.Seq);
        else if (change is MembersChanged members)
            _joined |= members.Members.Any(member => member.Kind == MemberChangeKind.Joined);
    }
}
