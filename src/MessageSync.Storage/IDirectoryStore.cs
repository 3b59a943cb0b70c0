namespace MessageSync.Storage;

/// <summary>Reads for lists of conversations: nothing is activated for them. All of them throw
/// <see cref="StoreUnavailableException"/> when the store cannot be reached.</summary>
public interface IDirectoryStore
{
    /// <summary>Every conversation that a user is or was in, without its content, in no order.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="told">Asks also how far the user's Inbox was told of each; else <see cref="ListedConversation.ToldSeq"/>
    /// and <see cref="ListedConversation.Untold"/> say nothing.</param>
    /// <param name="ct">Of the caller.</param>
    /// <returns>One row for each; 50 000 of them are normal.</returns>
    Task<IReadOnlyList<ListedConversation>> ListAsync(UserId user, bool told, CancellationToken ct);

    /// <summary>Counts unread messages: those of the ranges that are neither recalled nor sent by, or below a message
    /// sent by, the user.</summary>
    /// <param name="user">Whose own messages end the count.</param>
    /// <param name="asked">Per conversation what is visible and above the read position; 0 to 200.</param>
    /// <param name="ct">Of the caller.</param>
    /// <returns>One for each, at most <see cref="Limits.UnreadMax"/>.</returns>
    Task<IReadOnlyList<int>> CountUnreadAsync(
        UserId user, IReadOnlyList<(ConversationId Conversation, SeqRanges Ranges)> asked, CancellationToken ct);
}

/// <summary>One conversation in a user's list.</summary>
/// <param name="Conversation">Which.</param>
/// <param name="HeadAt">When it last had a message; for a former member as at leaving.</param>
/// <param name="Left">The user is a former member.</param>
/// <param name="Unlisted">The user keeps it out of the list for now.</param>
/// <param name="ToldSeq">The Inbox entry that last told of it; none if never.</param>
/// <param name="Untold">It moved on since, and no entry says so: a large group; of one that the user left, a message was edited
/// or recalled after that.</param>
public sealed record ListedConversation(
    ConversationId Conversation, DateTimeOffset HeadAt, bool Left, bool Unlisted, InboxSeqNo ToldSeq, bool Untold);
