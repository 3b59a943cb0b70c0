using MessageSync.FanOut;
using MessageSync.Timelines;

namespace MessageSync.Domain.Tests;

/// <summary>One conversation whose commands are decided and stored one by one, with what a store would keep of it.</summary>
internal sealed class Chat
{
    private readonly Dictionary<(UserId, SendKey), KnownSend> _sent = [];
    private readonly SortedDictionary<UserId, List<MemberInterval>> _stays = [];

    public Chat(params IEnumerable<TimelineCommand> commands)
    {
        foreach (var command in commands) Must(command);
    }

    public DateTimeOffset Now { get; set; } = Samples.Noon;

    public int MembersMax { get; init; } = 100_000;

    public Timeline? Found { get; private set; }

    public Timeline State => Found!;

    public List<Change> Changes { get; } = [];

    public List<Announcement> Announcements { get; } = [];

    public IEnumerable<MessageSent> Messages => Changes.OfType<MessageSent>();

    /// <summary>Owners, by id.</summary>
    public IEnumerable<UserId> Owners =>
        State.Members.Values.Where(member => member.Role == MemberRole.Owner).Select(member => member.User).Order();

    /// <summary>What a command gets; what it changes is stored.</summary>
    public Verdict Do(TimelineCommand command)
    {
        var known = command is SendMessage send ? _sent.GetValueOrDefault((send.Caller.User, send.SendKey)) : null;
        var draft = new TimelineDraft(Samples.Tea, Found, MembersMax);
        var verdict = draft.Next(command, known, Now)!;
        foreach (var change in draft.Changes) Keep(change);
        Found = draft.After;
        Announcements.AddRange(draft.Announcements);
        return verdict is Verdict.NotPresent ? Outsider.Decide(command, ViewOf(command.Caller.User), known) : verdict;
    }

    /// <summary>Does what has to be accepted.</summary>
    public Change Must(TimelineCommand command) => Assert.IsType<Verdict.Accepted>(Do(command)).Change;

    /// <summary>The refusal of what must be refused.</summary>
    public Refusal Refused(TimelineCommand command) => Assert.IsType<Verdict.Refused>(Do(command)).Refusal;

    /// <summary>Does what must be so already: nothing is written.</summary>
    public SendReceipt? Repeated(TimelineCommand command)
    {
        var before = Changes.Count;
        var receipt = Assert.IsType<Verdict.Repeated>(Do(command)).Receipt;
        Assert.Equal(before, Changes.Count);
        return receipt;
    }

    /// <summary>The conversation with the eyes of one user.</summary>
    public ConversationView ViewOf(UserId user, SeqRanges? hidden = null) => new(
        Samples.Tea, State.Terms, State.Head, State.HeadAt, State.MutationHead, State.Title, State.Members.Count,
        _stays.GetValueOrDefault(user) ?? [], new(hidden ?? SeqRanges.Empty, null, false));

    private void Keep(Change change)
    {
        if (change is MessageSent sent)
            _sent.Add((sent.Sender, sent.SendKey), new(sent.Seq, sent.At, sent.Fingerprint));
        if (change is ConversationCreated created) Join(created, created.Members, SeqNo.None);
        if (change is MembersChanged changed)
        {
            Join(changed, changed.Members, changed.Head);
            foreach (var left in changed.Members.Where(member => member.Kind == MemberChangeKind.Left))
                _stays[left.User][^1] = _stays[left.User][^1] with
                {
                    Left = new(changed.No, changed.Head, changed.At, changed.Title, changed.MemberCount),
                };
        }
        Changes.Add(change);
    }

    private void Join(Change by, IEnumerable<MemberChange> members, SeqNo head)
    {
        foreach (var (user, kind, role) in members)
        {
            if (kind != MemberChangeKind.Joined) continue;
            if (!_stays.TryGetValue(user, out var stays)) _stays[user] = stays = [];
            stays.Add(new(user, role!.Value, by.No, head, by.At, head, null));
        }
    }
}
