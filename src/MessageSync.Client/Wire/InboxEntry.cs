using System.Text.Json.Serialization;

namespace MessageSync.Client;

/// <summary>
/// One entry of an Inbox. The type says the kind; one of just this type is of a kind that a newer server knows: it is
/// skipped, and its cursor counts.
/// </summary>
/// <param name="Cursor">The position after it; opaque.</param>
/// <param name="Previous">The position delivered before it: a device that is elsewhere missed something.</param>
/// <param name="At">When it came into the Inbox.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(MessageEntry), "message")]
[JsonDerivedType(typeof(EditedEntry), "edited")]
[JsonDerivedType(typeof(RecalledEntry), "recalled")]
[JsonDerivedType(typeof(HiddenEntry), "hidden")]
[JsonDerivedType(typeof(ReadEntry), "read")]
[JsonDerivedType(typeof(MemberEntry), "member")]
[JsonDerivedType(typeof(ConversationEntry), "conversation")]
[JsonDerivedType(typeof(AdvancedEntry), "advanced")]
[JsonDerivedType(typeof(NotificationEntry), "notification")]
public record InboxEntry(string Cursor, string Previous, DateTimeOffset At);

/// <summary>A message, in its present state.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Message">The message.</param>
public sealed record MessageEntry(string Cursor, string Previous, DateTimeOffset At, Message Message)
    : InboxEntry(Cursor, Previous, At);

/// <summary>A message was edited; shown in its present state, with its mutation.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Message">The message.</param>
public sealed record EditedEntry(string Cursor, string Previous, DateTimeOffset At, Message Message)
    : InboxEntry(Cursor, Previous, At);

/// <summary>A message was recalled: its tombstone, with its mutation.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Message">The tombstone.</param>
public sealed record RecalledEntry(string Cursor, string Previous, DateTimeOffset At, Message Message)
    : InboxEntry(Cursor, Previous, At);

/// <summary>The user hid messages, on some device.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Conversation">Where.</param>
/// <param name="From">The first seq hidden.</param>
/// <param name="To">The last seq hidden.</param>
/// <param name="Unlisted">True when the conversation leaves the list until a newer message.</param>
public sealed record HiddenEntry(
    string Cursor, string Previous, DateTimeOffset At, string Conversation, long From, long To, bool Unlisted)
    : InboxEntry(Cursor, Previous, At);

/// <summary>Read positions moved.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Conversation">Where.</param>
/// <param name="Reads">The newest position of each reader.</param>
/// <param name="MarkedUnread">The user marked the conversation unread, or no longer; null when nothing is said.</param>
public sealed record ReadEntry(
    string Cursor, string Previous, DateTimeOffset At, string Conversation, IReadOnlyList<ReadMark> Reads,
    bool? MarkedUnread = null)
    : InboxEntry(Cursor, Previous, At);

/// <summary>How far one user has read.</summary>
/// <param name="Reader">Who.</param>
/// <param name="UpTo">The last seq read.</param>
public sealed record ReadMark(string Reader, long UpTo);

/// <summary>Members came, went or have another role.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Conversation">Where.</param>
/// <param name="Changes">The newest of each user, at most 50.</param>
/// <param name="MemberCount">How many members there were then.</param>
/// <param name="Incomplete">True when there were more changes: read the members.</param>
public sealed record MemberEntry(
    string Cursor, string Previous, DateTimeOffset At, string Conversation, IReadOnlyList<MemberChange> Changes,
    int MemberCount, bool? Incomplete = null)
    : InboxEntry(Cursor, Previous, At);

/// <summary>One user's newest change of membership.</summary>
/// <param name="User">Who.</param>
/// <param name="Change"><c>joined</c>, <c>left</c> or <c>role</c>.</param>
/// <param name="Role">The role from then on; null for one who left.</param>
/// <param name="Seq">The head at that moment.</param>
public sealed record MemberChange(string User, string Change, string? Role, long Seq);

/// <summary>The title changed.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Conversation">Where.</param>
/// <param name="Title">The new title.</param>
public sealed record ConversationEntry(
    string Cursor, string Previous, DateTimeOffset At, string Conversation, string? Title)
    : InboxEntry(Cursor, Previous, At);

/// <summary>A large group moved on: roam it, read its mutations.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Conversation">Where.</param>
/// <param name="Head">Its newest seq.</param>
/// <param name="MutationHead">Its newest mutation.</param>
public sealed record AdvancedEntry(
    string Cursor, string Previous, DateTimeOffset At, string Conversation, long Head, long MutationHead)
    : InboxEntry(Cursor, Previous, At);

/// <summary>A system notification.</summary>
/// <param name="Cursor">The position after it.</param>
/// <param name="Previous">The position delivered before it.</param>
/// <param name="At">When it came into the Inbox.</param>
/// <param name="Name">What kind: 1 to 100 characters.</param>
/// <param name="Body">At most 4 KiB.</param>
/// <param name="SendKey">Chosen by the backend.</param>
public sealed record NotificationEntry(
    string Cursor, string Previous, DateTimeOffset At, string Name, string Body, string SendKey)
    : InboxEntry(Cursor, Previous, At);
