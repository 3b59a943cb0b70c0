using System.Collections.Immutable;

namespace MessageSync.Timelines;

/// <summary>
/// One conversation as far as deciding needs it: its head, its present members, its title. Immutable: a change makes the
/// next Timeline, so what was decided and not stored is simply dropped. No clock, no disk.
/// Invariants: changes and messages are numbered 1, 2, 3 … without a gap; <see cref="HeadAt"/> never decreases.
/// </summary>
/// <param name="Id">Which conversation.</param>
/// <param name="Terms">What it is.</param>
public sealed record Timeline(ConversationId Id, ConversationTerms Terms)
{
    /// <summary>The last change.</summary>
    public ChangeNo Change { get; init; }

    /// <summary>The newest message; <see cref="SeqNo.None"/> while there is none.</summary>
    public SeqNo Head { get; init; }

    /// <summary>When the newest message was sent; while there is none, when the conversation was made.</summary>
    public DateTimeOffset HeadAt { get; init; }

    /// <summary>The last edit or recall; <see cref="ChangeNo.None"/> while there is none.</summary>
    public ChangeNo MutationHead { get; init; }

    /// <summary>The last change that members learn of by <c>advanced</c>; <see cref="ChangeNo.None"/> in a conversation
    /// that was never large.</summary>
    public ChangeNo LargeChange { get; init; }

    /// <summary>True from a large change on until the first small one, which brings <c>advanced</c> with it.</summary>
    public bool AdvanceOwed { get; init; }

    /// <summary>The title; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Present members.</summary>
    public ImmutableDictionary<UserId, Member> Members
    {
        get;
        init => (field, _memberIds) = (value, null);
    } = ImmutableDictionary<UserId, Member>.Empty;

    /// <summary>Their ids, ascending: the same list as long as nobody's membership changes.</summary>
    public IReadOnlyList<UserId> MemberIds => _memberIds ??= [.. Members.Keys.Order()];

    /// <summary>True with more members than <see cref="Limits.SmallGroupMembersMax"/>.</summary>
    public bool IsLarge => Members.Count > Limits.SmallGroupMembersMax;

    /// <summary>True where members hear how far others read.</summary>
    public bool ShowsReceipts => Members.Count <= Limits.ReceiptMembersMax;

    private UserId[]? _memberIds;

    private static Verdict.Refused NoMessage => new(new Refusal.MessageNotFound());

    /// <summary>Begins a conversation.</summary>
    /// <param name="command">Whose it is and who is in.</param>
    /// <param name="now">The server's clock.</param>
    public static ConversationCreated Begin(CreateConversation command, DateTimeOffset now)
    {
        var (caller, direct) = (command.Caller, command.Kind == ConversationKind.Direct);
        var first = caller.IsService ? command.Members[0] : caller.User;
        var members = command.Members.Prepend(first).Distinct().Select(user => new MemberChange(
            user, MemberChangeKind.Joined, user == first && !direct ? MemberRole.Owner : MemberRole.Member));

        var at = command.At ?? now;
        var terms = new ConversationTerms(command.Kind, command.History, caller.User, at);
        return new(new(1), at, terms, command.Title, [.. members]);
    }

    /// <summary>The Timeline that <paramref name="created"/> begins.</summary>
    public static Timeline Of(ConversationId id, ConversationCreated created) =>
        new Timeline(id, created.Terms) { HeadAt = created.At, Title = created.Title }.Apply(created);

    /// <summary>Says what should happen. Changes nothing.</summary>
    /// <param name="command">What somebody wants.</param>
    /// <param name="facts">Of a send that is known already: the message of that sender and key. Of a command about a
    /// message: that message, null where the caller sees none.</param>
    /// <param name="rules">The options.</param>
    /// <param name="now">The server's clock.</param>
    public Verdict Decide(TimelineCommand command, CommandFacts? facts, TimelineRules rules, DateTimeOffset now)
    {
        var at = command.At ?? now;
        if (at < HeadAt) at = HeadAt;

        return command switch
        {
            CreateConversation create => Found(create),
            SendMessage { Caller.IsService: true } => new Verdict.Refused(new Refusal.Forbidden()),
            SendMessage send when facts is KnownSend known => known.Repeat(send),
            MoveRead { Caller.IsService: true } => new Verdict.Refused(new Refusal.Forbidden()),
            _ when !command.Caller.IsService && !Members.ContainsKey(command.Caller.User) => new Verdict.NotPresent(),
            SendMessage send => new Verdict.Accepted(new MessageSent(
                Change.Next(), at, Head.Next(), send.Caller.User, send.SendKey, send.Body, send.Fingerprint)),
            MessageCommand about => facts is MessageTarget target
                ? MessageRules.Decide(this, about, target, rules, at)
                : NoMessage,
            MoveRead read => Decide(read, at),
            _ when Terms.Kind == ConversationKind.Direct => new Verdict.Refused(new Refusal.DirectConversation()),
            _ when !MayManage(command) => new Verdict.Refused(new Refusal.Forbidden()),
            ChangeTitle change => change.Title == Title
                ? new Verdict.Repeated(null)
                : new Verdict.Accepted(new TitleChanged(Change.Next(), at, change.Title)),
            ChangeMembers change => Decide(new Membership(this).With(change), at, rules),
            PutMember put => Decide(new Membership(this).With(put), at, rules),
            RemoveMember remove => Decide(new Membership(this).With(remove), at, rules),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "Not a command."),
        };
    }

    /// <summary>The Timeline after <paramref name="change"/>. Also used to replay.</summary>
    /// <exception cref="InvalidOperationException">It is not the next change: there would be a gap.</exception>
    public Timeline Apply(Change change)
    {
        if (change.No != Change.Next())
            throw new InvalidOperationException($"Expected change {Change.Next()} of {Id}, got {change.No}.");

        var next = change switch
        {
            ConversationCreated created => this with { Members = With(created.Members, created) },
            MessageSent sent when sent.Seq == Head.Next() => this with { Head = sent.Seq, HeadAt = sent.At },
            MembersChanged members => this with { Members = With(members.Members, members) },
            TitleChanged title => this with { Title = title.Title },
            MessageEdited edited => this with { MutationHead = edited.No },
            MessageRecalled recalled => this with { MutationHead = recalled.No },
            ReadMoved read => this with { Members = Members.SetItem(read.Reader, With(read)) },
            _ => throw new InvalidOperationException($"Change {change.No} of {Id} does not follow."),
        };
        // What a member read is news to few: it is not what a large group hears by `advanced`.
        if (change is ReadMoved) return next with { Change = change.No };

        return next.IsLarge
            ? next with { Change = change.No, LargeChange = change.No, AdvanceOwed = true }
            : next with { Change = change.No, AdvanceOwed = false };
    }

    private Verdict.Refused? Differs(CreateConversation create) =>
        create.Kind == Terms.Kind
        && (create.Kind == ConversationKind.Direct
            || (create.History == Terms.History && create.Caller.User == Terms.Creator))
            ? null
            : new Verdict.Refused(new Refusal.ConversationExists());

    private Verdict Found(CreateConversation create) => Differs(create) as Verdict ?? new Verdict.Repeated(null);

    private bool MayManage(TimelineCommand command) =>
        command.Caller.IsService
        || Members[command.Caller.User].Role == MemberRole.Owner
        || command is RemoveMember { IsLeaving: true };

    private Verdict Decide(MoveRead read, DateTimeOffset at)
    {
        if (read.UpTo <= Members[read.Caller.User].ReadUpTo) return new Verdict.Repeated(null);
        if (read.UpTo > Head) return new Verdict.Refused(new Refusal.BeyondHead(Head.ToString()));

        return new Verdict.Accepted(new ReadMoved(Change.Next(), at, read.Caller.User, read.UpTo));
    }

    private Verdict Decide(Membership after, DateTimeOffset at, TimelineRules rules)
    {
        if (after.Refusal is { } refusal) return new Verdict.Refused(refusal);
        if (after.Changes.Count == 0) return new Verdict.Repeated(null);
        if (after.Count > rules.MembersMax && after.Count > Members.Count)
            return new Verdict.Refused(new Refusal.ConversationFull(rules.MembersMax));

        return new Verdict.Accepted(new MembersChanged(Change.Next(), at, after.Changes, Head, Title, after.Count));
    }

    private ImmutableDictionary<UserId, Member> With(IReadOnlyList<MemberChange> changes, Change of)
    {
        var members = Members.ToBuilder();
        foreach (var change in changes)
        {
            if (change.Kind == MemberChangeKind.Left) members.Remove(change.User);
            else if (change.Kind == MemberChangeKind.Role)
                members[change.User] = members[change.User] with { Role = change.Role!.Value };
            else members[change.User] = new(change.User, change.Role!.Value, of.No, Head, of.At, ReadUpTo: Head);
        }
        return members.ToImmutable();
    }

    private Member With(ReadMoved read) => Members[read.Reader] with { ReadUpTo = read.UpTo };
}
