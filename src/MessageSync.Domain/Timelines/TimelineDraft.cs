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
    private readonly int _membersMax;
    private readonly HashSet<(UserId, SendKey)> _keys = [];
    private readonly List<Change> _changes = [];
    private readonly List<Announcement> _announcements = [];
    private readonly List<IReadOnlyDictionary<UserId, Member>> _present = [];

    /// <summary>Begins a run.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="committed">Its stored state; null while it does not exist.</param>
    /// <param name="membersMax">How many members it may have.</param>
    public TimelineDraft(ConversationId id, Timeline? committed, int membersMax)
    {
        (_id, _committed, After, _membersMax) = (id, committed, committed, membersMax);
    }

    /// <summary>What the state will be once the run is stored.</summary>
    public Timeline? After { get; private set; }

    /// <summary>What is to be stored, in order.</summary>
    public IReadOnlyList<Change> Changes => _changes;

    /// <summary>Who is to learn of it, one for each change.</summary>
    public IReadOnlyList<Announcement> Announcements => _announcements;

    /// <summary>The members after each change.</summary>
    public IReadOnlyList<IReadOnlyDictionary<UserId, Member>> Present => _present;

    /// <summary>Decides the next command.</summary>
    /// <returns>Null when it has to wait for the next run.</returns>
    public Verdict? Next(TimelineCommand command, KnownSend? known, DateTimeOffset now)
    {
        if (command is SendMessage send && known is null && _keys.Contains((send.Caller.User, send.SendKey))) return null;

        var verdict = Decide(After, command, known, now);
        if (verdict is Verdict.Accepted(var change))
        {
            Add(change);
            return verdict;
        }
        return _changes.Count == 0 || verdict == Decide(_committed, command, known, now) ? verdict : null;
    }

    private Verdict Decide(Timeline? timeline, TimelineCommand command, KnownSend? known, DateTimeOffset now) =>
        (timeline, command) switch
        {
            (null, CreateConversation create) => Begin(Timeline.Begin(create, now)),
            (null, _) => new Verdict.Refused(new Refusal.ConversationNotFound()),
            _ => timeline.Decide(command, known, _membersMax, now),
        };

    private Verdict Begin(ConversationCreated created) => created.Members.Count > _membersMax
        ? new Verdict.Refused(new Refusal.ConversationFull(_membersMax))
        : new Verdict.Accepted(created);

    private void Add(Change change)
    {
        var before = After;
        After = change is ConversationCreated created && before is null
            ? Timeline.Of(_id, created)
            : before!.Apply(change);
        _changes.Add(change);
        _announcements.Add(Announcement.Of(before, change, After));
        _present.Add(After.Members);
        if (change is MessageSent sent) _keys.Add((sent.Sender, sent.SendKey));
    }
}
