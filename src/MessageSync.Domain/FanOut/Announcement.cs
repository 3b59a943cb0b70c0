using System.Text.Json.Serialization;
using MessageSync.Inboxes;
using MessageSync.Timelines;

namespace MessageSync.FanOut;

/// <summary>
/// What others are to learn of one change: kept in the journal from the change's commit until every Inbox has it.
/// </summary>
/// <param name="Change">The change.</param>
/// <param name="ToMembers">What every present member gets; null where they learn of it by <c>advanced</c> at sync.</param>
public sealed record Announcement(ChangeNo Change, EntryContent? ToMembers)
{
    /// <summary>Users who come in by this change.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UserId>? Joined { get; init; }

    /// <summary>Users who leave or have another role by this change.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UserId>? Concerned { get; init; }

    /// <summary>What <see cref="Joined"/> and <see cref="Concerned"/> get instead of <see cref="ToMembers"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EntryContent? ToConcerned { get; init; }

    /// <summary>Members who get no <see cref="ToMembers"/>: they do not see the message that it is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<UserId>? Unseen { get; init; }

    /// <summary>True where <see cref="ToMembers"/> tells how far somebody read: that may be collected for a
    /// while.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsReceipt { get; init; }

    /// <summary>What everybody gets first who was in before: the group was large, and they may not have synced since.
    /// Null where nothing is owed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EntryContent.Advanced? First { get; init; }

    /// <summary>True where all but the concerned learn by <c>advanced</c>: open streams and waits get a hint.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsLarge { get; init; }

    /// <summary>What a change means to others.</summary>
    /// <param name="before">The Timeline before it; null at its beginning.</param>
    /// <param name="change">The change.</param>
    /// <param name="after">The Timeline after it.</param>
    public static Announcement Of(Timeline? before, Change change, Timeline after)
    {
        var first = before is { AdvanceOwed: true } ? new EntryContent.Advanced(before.Head, before.MutationHead) : null;
        var crossing = after.IsLarge && before is { AdvanceOwed: false };
        EntryContent? ToMembers(EntryContent content) => !after.IsLarge ? content
            : crossing ? new EntryContent.Advanced(after.Head, after.MutationHead) : null;

        return change switch
        {
            MessageSent sent => new(change.No, ToMembers(new EntryContent.Message(sent.Seq)))
            {
                First = after.IsLarge ? null : first,
                IsLarge = after.IsLarge,
            },
            TitleChanged title => new(change.No, ToMembers(new EntryContent.Conversation(title.Title)))
            {
                First = after.IsLarge ? null : first,
                IsLarge = after.IsLarge,
            },
            MessageEdited edited => Mutated(new EntryContent.Edited(edited.Seq), edited.Unseen),
            MessageRecalled recalled => Mutated(new EntryContent.Recalled(recalled.Seq), recalled.Unseen),
            ReadMoved read => Receipt(new EntryContent.Read([new(read.Reader, read.UpTo)], null), read.Reader),
            ConversationCreated created => Members(created.Members),
            MembersChanged members => Members(members.Members),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.GetType().Name, "Not a change."),
        };

        Announcement Mutated(EntryContent content, IReadOnlyList<UserId> unseen) => new(change.No, ToMembers(content))
        {
            Unseen = unseen.Count == 0 ? null : unseen,
            First = after.IsLarge ? null : first,
            IsLarge = after.IsLarge,
        };

        Announcement Receipt(EntryContent content, UserId reader) => new(change.No, after.ShowsReceipts ? content : null)
        {
            Concerned = [reader],
            ToConcerned = content,
            First = first,
            IsReceipt = after.ShowsReceipts,
            IsLarge = after.IsLarge,
        };

        Announcement Members(IReadOnlyList<MemberChange> changes)
        {
            var seq = before?.Head ?? SeqNo.None;
            var news = new EntryContent.Member(
                [.. changes.Select(c => new MemberNews(c.User, c.Kind, c.Role, seq))], false, after.Members.Count);
            return new(change.No, ToMembers(news))
            {
                Joined = Users(changes.Where(c => c.Kind == MemberChangeKind.Joined)),
                Concerned = Users(changes.Where(c => c.Kind != MemberChangeKind.Joined)),
                ToConcerned = news,
                First = first,
                IsLarge = after.IsLarge,
            };
        }
    }

    private static List<UserId>? Users(IEnumerable<MemberChange> changes) =>
        changes.Select(change => change.User).ToList() is { Count: > 0 } users ? users : null;
}
