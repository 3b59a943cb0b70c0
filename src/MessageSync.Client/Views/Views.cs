namespace MessageSync.Client;

/// <summary>A conversation for a screen.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Details">As last shown, kept up to date by entries; null until it was shown.</param>
/// <param name="Head">The newest seq that is known.</param>
/// <param name="HeadAt">When the newest known message was sent; null when none is known.</param>
/// <param name="ReadUpTo">The user's read position; with what waits in the outbox.</param>
/// <param name="MarkedUnread">The user marked it unread.</param>
/// <param name="Unread">Messages that the user has not read: 0 to 999, 1000 means more.</param>
/// <param name="IsUnreadExact">False when a part is missing that would be needed to count.</param>
/// <param name="LastMessage">The newest stored message, tombstones included; null for none.</param>
public sealed record ConversationView(
    string Id, Conversation? Details, long Head, DateTimeOffset? HeadAt, long ReadUpTo, bool MarkedUnread, int Unread,
    bool IsUnreadExact, Message? LastMessage);

/// <summary>A piece of the history for a screen.</summary>
/// <param name="Messages">What is stored, ascending, holes not counted.</param>
/// <param name="Holes">Ranges in this piece where visible messages may be missing, ascending: <see cref="Device.Want"/>
/// them.</param>
public sealed record MessagesView(IReadOnlyList<Message> Messages, IReadOnlyList<SeqRange> Holes);

/// <summary>The members of a conversation for a screen.</summary>
/// <param name="Members">Role and read position of each known present member, by id; 0 where none is known, null where
/// receipts are off (more than 32 members).</param>
/// <param name="IsComplete">True when nobody is missing.</param>
public sealed record MembersView(IReadOnlyList<(string User, string Role, long? ReadUpTo)> Members, bool IsComplete);
