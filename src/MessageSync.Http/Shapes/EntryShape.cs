using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Text.Json.Serialization;
using MessageSync.Inboxes;

namespace MessageSync.Http;

/// <summary>One entry of an Inbox; kind says which further members it has.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it: a device that is elsewhere missed something.</param>
/// <param name="At">When it came into the Inbox.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MessageEntryShape), "message")]
[JsonDerivedType(typeof(MemberEntryShape), "member")]
[JsonDerivedType(typeof(ConversationEntryShape), "conversation")]
[JsonDerivedType(typeof(AdvancedEntryShape), "advanced")]
[JsonDerivedType(typeof(NotificationEntryShape), "notification")]
[JsonDerivedType(typeof(EditedEntryShape), "edited")]
[JsonDerivedType(typeof(RecalledEntryShape), "recalled")]
[JsonDerivedType(typeof(HiddenEntryShape), "hidden")]
[JsonDerivedType(typeof(ReadEntryShape), "read")]
internal abstract record EntryShape(
    [property: JsonPropertyOrder(-3)] string Cursor,
    [property: JsonPropertyOrder(-2)] string Previous,
    [property: JsonPropertyOrder(-1)] DateTimeOffset At)
{
    public static EntryShape Of(Delivery entry)
    {
        var (cursor, previous, at) = (entry.Cursor, entry.Previous, entry.At);
        var conversation = entry.Conversation?.Value ?? "";
        return entry.Content switch
        {
            EntryContent.Message => new MessageEntryShape(cursor, previous, at, MessageShape.Of(entry.Message!)),
            EntryContent.Edited => new EditedEntryShape(cursor, previous, at, MessageShape.Of(entry.Message!)),
            EntryContent.Recalled => new RecalledEntryShape(cursor, previous, at, MessageShape.Of(entry.Message!)),
            EntryContent.Hidden(var from, var to, var unlisted) =>
                new HiddenEntryShape(cursor, previous, at, conversation, from.Value, to.Value, unlisted),
            EntryContent.Read(var reads, var marked) => new ReadEntryShape(
                cursor, previous, at, conversation,
                [.. reads.Select(mark => new ReadMarkShape(mark.Reader.Value, mark.UpTo.Value))], marked),
            EntryContent.Member member => MemberEntryShape.Of(cursor, previous, at, conversation, member),
            EntryContent.Conversation(var title) =>
                new ConversationEntryShape(cursor, previous, at, conversation, title),
            EntryContent.Advanced(var head, var mutationHead) =>
                new AdvancedEntryShape(cursor, previous, at, conversation, head.Value, mutationHead.Value),
            EntryContent.Notification(var name, var body, var key) =>
                new NotificationEntryShape(cursor, previous, at, name, body, key.Value),
            _ => throw new UnreachableException($"{entry.Content.GetType().Name} has no shape."),
        };
    }
}

/// <summary>A message, in its present state.</summary>
internal sealed record MessageEntryShape(string Cursor, string Previous, DateTimeOffset At, MessageShape Message)
    : EntryShape(Cursor, Previous, At);

/// <summary>Members came, went or have another role.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Conversation">Where.</param>
/// <param name="Changes">The newest of each user, at most 50.</param>
/// <param name="Incomplete">True when there were more: read members. Else not there.</param>
/// <param name="MemberCount">How many members there were then.</param>
internal sealed record MemberEntryShape(
    string Cursor,
    string Previous,
    DateTimeOffset At,
    string Conversation,
    IReadOnlyList<MemberChangeShape> Changes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Incomplete,
    int MemberCount)
    : EntryShape(Cursor, Previous, At)
{
    public static MemberEntryShape Of(
        string cursor, string previous, DateTimeOffset at, string conversation, EntryContent.Member member) => new(
        cursor, previous, at, conversation,
        [.. member.Changes.Select(change => new MemberChangeShape(
            change.User.Value, change.Change.Word(), change.Role?.Word(), change.Seq.Value))],
        member.Incomplete ? true : null,
        member.MemberCount);
}

/// <summary>One user's newest change.</summary>
/// <param name="User">Who.</param>
/// <param name="Change">joined, left or role.</param>
/// <param name="Role">The role from then on; not there for one who left.</param>
/// <param name="Seq">The head at that moment.</param>
internal sealed record MemberChangeShape(
    string User,
    [property: AllowedValues("joined", "left", "role")] string Change,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Role,
    long Seq);

/// <summary>The title changed.</summary>
internal sealed record ConversationEntryShape(
    string Cursor, string Previous, DateTimeOffset At, string Conversation, string Title)
    : EntryShape(Cursor, Previous, At);

/// <summary>A large group moved on: roam it.</summary>
internal sealed record AdvancedEntryShape(
    string Cursor, string Previous, DateTimeOffset At, string Conversation, long Head, long MutationHead)
    : EntryShape(Cursor, Previous, At);

/// <summary>A system notification.</summary>
internal sealed record NotificationEntryShape(
    string Cursor, string Previous, DateTimeOffset At, string Name, string Body, string SendKey)
    : EntryShape(Cursor, Previous, At);

/// <summary>A message was edited; shown in its present state.</summary>
internal sealed record EditedEntryShape(string Cursor, string Previous, DateTimeOffset At, MessageShape Message)
    : EntryShape(Cursor, Previous, At);

/// <summary>A message was recalled.</summary>
internal sealed record RecalledEntryShape(string Cursor, string Previous, DateTimeOffset At, MessageShape Message)
    : EntryShape(Cursor, Previous, At);

/// <summary>The user hid messages.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Conversation">Where.</param>
/// <param name="From">The first one.</param>
/// <param name="To">The last one.</param>
/// <param name="Unlisted">True while the conversation is out of the list with it.</param>
internal sealed record HiddenEntryShape(
    string Cursor, string Previous, DateTimeOffset At, string Conversation, long From, long To, bool Unlisted)
    : EntryShape(Cursor, Previous, At);

/// <summary>Somebody read on, or the user marked the conversation.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Conversation">Where.</param>
/// <param name="Reads">The newest of each reader.</param>
/// <param name="MarkedUnread">The user's own mark, where it changed; else not there.</param>
internal sealed record ReadEntryShape(
    string Cursor, string Previous, DateTimeOffset At, string Conversation, IReadOnlyList<ReadMarkShape> Reads,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? MarkedUnread)
    : EntryShape(Cursor, Previous, At);

/// <summary>How far somebody read.</summary>
/// <param name="Reader">Who.</param>
/// <param name="UpTo">The last seq read.</param>
internal sealed record ReadMarkShape(string Reader, long UpTo);
