using System.Collections.Immutable;
using MessageSync.Timelines;

namespace MessageSync.Storage.InMemory;

/// <summary>One message, and the fingerprint of its first body (null after a recall).</summary>
internal sealed record StoredMessage(Message Message, Fingerprint? Fingerprint);

/// <summary>
/// All that is stored of one conversation, immutable. <see cref="Messages"/> holds number n at index n - 1;
/// <see cref="Stays"/> holds everybody who ever was a member, with their intervals ascending.
/// </summary>
/// <param name="State">The Timeline without its members: those are the open intervals of <see cref="Stays"/>.</param>
internal sealed record StoredTimeline(Timeline State)
{
    public ImmutableList<StoredMessage> Messages { get; init; } = [];

    public ImmutableDictionary<(UserId, SendKey), SeqNo> SendKeys { get; init; } =
        ImmutableDictionary<(UserId, SendKey), SeqNo>.Empty;

    public ImmutableSortedDictionary<UserId, ImmutableList<MemberInterval>> Stays { get; init; } =
        ImmutableSortedDictionary<UserId, ImmutableList<MemberInterval>>.Empty;

    public SeqNo Head => new(Messages.Count);

    public IEnumerable<MemberInterval> Present =>
        Stays.Values.Select(stays => stays[^1]).Where(stay => stay.Left is null);

    /// <summary>The Timeline as its grain needs it.</summary>
    public Timeline Load() => State with
    {
        Members = Present.ToImmutableDictionary(
            stay => stay.User,
            stay => new Member(
                stay.User, stay.Role, stay.JoinedChange, stay.JoinedAfter, stay.JoinedAt, stay.ReadUpTo)),
    };

    /// <summary>The conversation with the eyes of one user; null for a service.</summary>
    /// <param name="user">Whose eyes.</param>
    /// <param name="own">What they did to their own view.</param>
    public ConversationView ViewOf(UserId? user, OwnView own) => new(
        State.Id, State.Terms, State.Head, State.HeadAt, State.MutationHead, State.Title, Present.Count(),
        user is { } one ? Stays.GetValueOrDefault(one, []) : [], own);

    /// <summary>Present members who saw a message in an earlier stay and joined again after it.</summary>
    public IEnumerable<UserId> Returned(SeqNo seq) =>
        from stays in Stays.Values
        where stays[^1].Left is null && stays[^1].JoinedAfter >= seq
            && stays.Any(stay => stay.JoinedAfter < seq && stay.Left?.UpTo >= seq)
        select stays[^1].User;

    /// <summary>When the newest of the messages up to <paramref name="head"/> was sent, or the conversation made.</summary>
    public DateTimeOffset SentAt(SeqNo head) =>
        head == SeqNo.None ? State.Terms.CreatedAt : this[head].Message.SentAt;

    public StoredMessage this[SeqNo seq] => Messages[(int)seq.Value - 1];

    /// <summary>The conversation after a run.</summary>
    /// <param name="before">Null where it begins.</param>
    /// <param name="run">What is stored.</param>
    public static StoredTimeline After(StoredTimeline? before, TimelineRun run)
    {
        var state = run.After with { Members = ImmutableDictionary<UserId, Member>.Empty };
        var next = before ?? new StoredTimeline(state);
        foreach (var change in run.Changes) next = next.With(change);
        return next with { State = state };
    }

    private StoredTimeline With(Change change) => change switch
    {
        MessageSent sent => With(sent),
        ConversationCreated created => this with { Stays = created.Members.Aggregate(Stays, Joining(created)) },
        MembersChanged changed => With(changed),
        MessageEdited edited => With(edited.Seq, stored => stored with { Message = Edited(stored.Message, edited) }),
        MessageRecalled recalled => With(recalled.Seq, stored => new(Tombstone(stored.Message, recalled), null)),
        ReadMoved read => With(read),
        _ => this,   // the title lives in State
    };

    private StoredTimeline With(MessageSent sent)
    {
        if (sent.Seq != Head.Next()) throw new InvalidOperationException($"Message {sent.Seq} does not follow {Head}.");

        var body = sent.Body with { Bytes = sent.Body.Bytes.ToArray() };
        var message = new Message(State.Id, sent.Seq, sent.SendKey, sent.Sender, sent.At, body);
        return this with
        {
            Messages = Messages.Add(new(message, sent.Fingerprint)),
            SendKeys = SendKeys.Add((sent.Sender, sent.SendKey), sent.Seq),
        };
    }

    private StoredTimeline With(SeqNo seq, Func<StoredMessage, StoredMessage> change) => this with
    {
        Messages = Messages.SetItem((int)seq.Value - 1, change(this[seq])),
    };

    private static Message Edited(Message message, MessageEdited edited) => message with
    {
        Body = edited.Body with { Bytes = edited.Body.Bytes.ToArray() },
        State = MessageState.Edited,
        Version = edited.Version,
        EditedAt = edited.At,
        Mutation = edited.No,
    };

    private static Message Tombstone(Message message, MessageRecalled recalled) => message with
    {
        Body = null,
        State = MessageState.Recalled,
        RecalledBy = recalled.By,
        RecalledAt = recalled.At,
        Mutation = recalled.No,
    };

    private StoredTimeline With(ReadMoved read)
    {
        var own = Stays[read.Reader];
        var stay = own[^1] with { ReadUpTo = read.UpTo, OwnChange = read.No };
        return this with { Stays = Stays.SetItem(read.Reader, own.SetItem(own.Count - 1, stay)) };
    }

    private StoredTimeline With(MembersChanged changed)
    {
        var stays = Stays;
        foreach (var change in changed.Members)
        {
            if (change.Kind == MemberChangeKind.Joined)
            {
                stays = Joining(changed)(stays, change);
                continue;
            }
            var own = stays[change.User];
            var stay = change.Kind == MemberChangeKind.Role
                ? own[^1] with { Role = change.Role!.Value, OwnChange = changed.No }
                : own[^1] with
                {
                    Left = new(changed.No, changed.Head, changed.At, changed.Title, changed.MemberCount),
                };
            stays = stays.SetItem(change.User, own.SetItem(own.Count - 1, stay));
        }
        return this with { Stays = stays };
    }

    private Func<ImmutableSortedDictionary<UserId, ImmutableList<MemberInterval>>, MemberChange,
        ImmutableSortedDictionary<UserId, ImmutableList<MemberInterval>>> Joining(Change by) => (stays, change) =>
            stays.SetItem(change.User, stays.GetValueOrDefault(change.User, [])
                .Add(new(change.User, change.Role!.Value, by.No, Head, by.At, ReadUpTo: Head, Left: null)));
}
