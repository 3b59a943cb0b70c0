namespace MessageSync.Inboxes;

/// <summary>One entry of an Inbox.</summary>
/// <param name="Seq">Its place.</param>
/// <param name="At">When it took it, by the server's clock; never before the entry before it.</param>
/// <param name="Conversation">Where it happened; null for a notification.</param>
/// <param name="Content">What it says.</param>
public sealed record InboxEntry(
    InboxSeqNo Seq, DateTimeOffset At, ConversationId? Conversation, EntryContent Content);
