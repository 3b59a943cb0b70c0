using MessageSync.FanOut;
using MessageSync.Timelines;

namespace MessageSync.Domain.Tests;

/// <summary>One conversation whose commands are decided and stored one by one, with what a store would keep of it.</summary>
internal sealed class Chat
{
    private readonly Dictionary<(UserId, SendKey), KnownSend> _sent = [];
    private readonly SortedDictionary<UserId, List<MemberInterval>> _stays = [];
    private readonly List<Message> _messages = [];

    public Chat(params IEnumerable<TimelineCommand> commands)
    {
        foreach (var command in commands) Must(command);
    }

    public DateTimeOffset Now { get; set; } = Samples.Noon;

    public int MembersMax { get; init; } = 100_000;

    /// <summary>The options as they are by default.</summary>
    public static TimelineRules Rules { get; } = new(100_000, TimeSpan.FromHours(24));

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
        var target = command is MessageCommand about ? TargetOf(about) : null;
        var draft = new TimelineDraft(Samples.Tea, Found, Rules with { MembersMax = MembersMax });
        var verdict = draft.Next(command, (CommandFacts?)known ?? target, Now)!;
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

    /// <summary>A message in its present state.</summary>
    public Message this[long seq] => _messages[(int)seq - 1];

    /// <summary>What a store tells of the message that a command is about; null where its caller sees none.</summary>
    public MessageTarget? TargetOf(MessageCommand command)
    {
        if (Found is null || command.Seq < new SeqNo(1) || command.Seq > State.Head) return null;
        if (!command.Caller.IsService && !ViewOf(command.Caller.User).Visible().Contains(command.Seq)) return null;

        var returned = _stays.Values
            .Where(own => own[^1].Left is null && own[^1].JoinedAfter >= command.Seq)
            .Where(own => own.Exists(stay => stay.JoinedAfter < command.Seq && stay.Left?.UpTo >= command.Seq));
        return new(this[command.Seq.Value], [.. returned.Select(own => own[^1].User)]);
    }

    private void Keep(Change change)
    {
        if (change is MessageSent first)
            _messages.Add(new(Samples.Tea, first.Seq, first.SendKey, first.Sender, first.At, first.Body));
        if (change is MessageEdited edited)
            _messages[(int)edited.Seq.Value - 1] = this[edited.Seq.Value] with
            {
                Body = edited.Body,
                State = MessageState.Edited,
                Version = edited.Version,
                Mutation = edited.No,
            };
        if (change is MessageRecalled recalled)
            _messages[(int)recalled.Seq.Value - 1] = this[recalled.Seq.Value] with
            {
                Body = null,
                State = MessageState.Recalled,
                Mutation = recalled.No,
            };
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
